import Testing

@testable import Reports

@Suite struct MeasuredTests {
  @Test("Wilson's interval has its published values")
  func wilson() throws {
    // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17
    // (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    let published: [(Int, Int, Double, Double)] = [
      (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
      (1, 29, 0.0061, 0.1718),
    ]
    for (hits, count, lower, upper) in published {
      let found = Measured.share(Double(hits) / Double(count), of: count)
      #expect(abs(try #require(found.lower) - lower) < 6e-5)
      #expect(abs(try #require(found.upper) - upper) < 6e-5)
    }
  }

  @Test("Newcombe's interval of a difference has its published values")
  func newcombe() throws {
    // Newcombe, "Interval estimation for the difference between independent proportions", Statistics
    // in Medicine 17 (1998), table II, method 10: 56/70 minus 48/80 needs unequal counts; equal counts
    // of the table: 9/10 minus 3/10, 10/10 minus 0/10.
    let first = Measured.difference(0.9, 0.3, of: 10)
    #expect(abs(try #require(first.lower) - 0.1705) < 1e-4)
    #expect(abs(try #require(first.upper) - 0.8090) < 1e-4)
    let all = Measured.difference(1, 0, of: 10)
    #expect(abs(try #require(all.lower) - 0.6075) < 1e-4)
    #expect(try #require(all.upper) == 1)
  }

  @Test("means of few seeds have Student's wide intervals, one seed has none")
  func student() throws {
    let two = try #require(Measured.mean([1, 3]))
    #expect(two.value == 2)
    #expect(abs(try #require(two.upper) - 14.7062) < 1e-4)
    let one = try #require(Measured.mean([1]))
    #expect(one.lower == nil && one.upper == nil)
    #expect(Measured.mean([]) == nil)
    // R: qt(0.975, 31), qt(0.975, 100), qt(0.975, 1000)
    #expect(abs(Measured.student(31) - 2.039513) < 1e-4)
    #expect(abs(Measured.student(100) - 1.983972) < 1e-4)
    #expect(abs(Measured.student(1000) - 1.962339) < 1e-4)
  }

  @Test("Welch's interval of a difference")
  func welch() throws {
    // Variances 1 and 4 of three values each: 2.94 degrees of freedom, rounded down to 2.
    let found = try #require(Measured.difference([1, 2, 3], [0, 2, 4]))
    #expect(found.value == 0)
    let half = 4.3027 * (5.0 / 3).squareRoot()
    #expect(abs(try #require(found.upper) - half) < 1e-3)
    let equal = try #require(Measured.difference([1, 1], [1, 1]))
    #expect(equal.lower == 0 && equal.upper == 0)
  }

  @Test("the ends of an interval are written with the digits that tell them apart")
  func ranges() {
    #expect(Numbers.range(0.0503, 0.0516) == "0.0503 to 0.0516")
    #expect(Numbers.range(0.053381, 0.053384) == "0.053381 to 0.053384")
    #expect(Numbers.range(0.0533801, 0.0533899) == "0.05338 to 0.05339")
    #expect(Numbers.range(0.05338, 0.05338 + 2e-9) == "\u{00B1} 1e-09")
    #expect(Numbers.range(2, 2) == "2 to 2")
  }
}
