import Testing

@testable import Charts

@Suite struct TicksTests {
  private func scale(_ low: Double, _ high: Double, _ kind: AxisScale = .linear) -> Scale {
    Scale(kind: kind, lower: low, upper: high, start: 0, end: 100)
  }

  @Test("linear ticks are round, inside the range and exact")
  func linear() {
    let ticks = Ticks(scale(0, 1), count: 10)
    #expect(ticks.values == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    #expect(ticks.labels.first == "0.0" && ticks.labels.last == "1.0")
    #expect(Ticks(scale(-1500, 1500), count: 3).labels == ["\u{2212}1000", "0", "1000"])
  }

  @Test("whole-number axes get no fractions")
  func integers() {
    #expect(Ticks(scale(0, 3), count: 12, integersOnly: true).values == [0, 1, 2, 3])
  }

  @Test("log ticks are powers of ten, or 1, 2, 5 within a decade")
  func logarithmic() {
    #expect(Ticks(scale(1e-6, 1, .logarithmic), count: 8).values.count == 7)
    #expect(Ticks(scale(1, 9, .logarithmic), count: 5).values == [1, 2, 5])
    #expect(Ticks(scale(0.001, 100, .logarithmic), count: 8).labels.first == "0.001")
  }

  @Test(
    "extreme ranges neither trap nor flood",
    arguments: [
      (1e15, 1e15 + 0.5), (-1.7e307, 1.7e307), (0, .leastNonzeroMagnitude),
      (.leastNonzeroMagnitude, .leastNormalMagnitude),
    ]
  )
  func extremes(low: Double, high: Double) {
    #expect(Ticks(scale(low, high), count: 8).values.count < 20)
  }

  @Test("numbers are written without a locale and with a true minus sign")
  func format() {
    #expect(TickFormat.single(-0.25) == "\u{2212}0.25")
    #expect(TickFormat.single(1_000_000) == "10\u{2076}")
    #expect(TickFormat.short(.nan) == "\u{2013}")
    #expect(TickFormat.short(-.infinity) == "\u{2212}\u{221E}")
    #expect(TickFormat.uniform([[0.05, 0.5]]) == [["0.05", "0.50"]])
    #expect(TickFormat.uniform([[3, 12]]) == [["3", "12"]])
    #expect(TickFormat.fixed(-0.001, decimals: 1) == "0.0")
  }
}
