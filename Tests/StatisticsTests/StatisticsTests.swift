import Foundation
import Statistics
import Testing

@Suite("Statistics")
struct StatisticsTests {
  /// tau-b by comparing every pair with every other.
  static func plainTau(_ x: [Double], _ y: [Double]) -> Double? {
    var (difference, first, second) = (0, 0, 0)
    for one in x.indices {
      for other in 0..<one {
        let a = x[one] == x[other] ? 0 : x[one] > x[other] ? 1 : -1
        let b = y[one] == y[other] ? 0 : y[one] > y[other] ? 1 : -1
        difference += a * b
        first += a * a
        second += b * b
      }
    }
    guard first > 0, second > 0 else { return nil }
    return Double(difference) / (Double(first) * Double(second)).squareRoot()
  }

  @Test("tau-b by merging equals the plain double loop on 1,000 random vectors with ties")
  func twin() {
    for sample in 0..<1000 {
      let count = 2 + draw(3 * sample, 30)
      let levels = 1 + draw(3 * sample + 1, 9)
      let x = (0..<count).map { Double(draw(1000 * sample + $0, levels)) }
      let y = (0..<count).map { Double(draw(1000 * sample + 500 + $0, levels)) }
      #expect(KendallTau.tauB(x, y).value == Self.plainTau(x, y), "sample \(sample)")
    }
  }

  @Test("tau-b and sparse tau have their published values")
  func published() throws {
    let tau = try #require(KendallTau.tauB([1, 2, 2, 3, 4, 5], [1, 3, 2, 2, 5, 4]).value)
    #expect(abs(tau - 0.642857142857) < 1e-12)
    let accuracy = [90.04, 90.02, 91.31, 91.28, 88.0]
    let score = [0.61, 0.60, 0.72, 0.70, 0.50]
    #expect(KendallTau.tauB(score, accuracy).value == 1)
    let sparse = try #require(KendallTau.sparse(score: score, accuracy: accuracy).value)
    #expect(abs(sparse - 0.894427191) < 1e-9)
  }

  @Test(
    "What is not defined is nil with a reason, never 0",
    arguments: [
      (Correlation.pearson([1], [2]), "2 values are needed, there is 1"),
      (Correlation.pearson([1, 1], [2, 3]), "all values of the first sample are equal"),
      (Correlation.spearman([1, 2], [2, 2]), "all values of the second sample are equal"),
      (KendallTau.tauB([3, 3, 3], [1, 2, 3]), "all values of the first sample are equal"),
      (KendallTau.tauB([1, 2, 3], [4, 4, 4]), "all values of the second sample are equal"),
      (KendallTau.tauB([1, .nan], [1, 2]), "value 2 is nan"),
      (KendallTau.tauB([1, 2], [1, 2, 3]), "2 values are paired with 3"),
      (KendallTau.sparse(score: [1, 2], accuracy: [90, 91], grid: 0), "a grid of width 0.0"),
      (ROCCurve.area(score: [1, 2], isPositive: [true, true]), "there are no negatives"),
      (ROCCurve.area(score: [1, .nan], isPositive: [true, false]), "score 2 is not a number"),
      (Quantile.of([], 0.5), "1 values are needed, there are 0"),
      (Confusion(called: [false], isPositive: [true]).precision, "nothing was called positive"),
      (Confusion(called: [false], isPositive: [false]).recall, "there are no positives"),
    ]
  )
  func undefined(_ statistic: Statistic, _ reason: String) {
    #expect(statistic.value == nil)
    #expect(statistic.reason == reason)
  }

  @Test("The top of a ranking breaks ties by id, whatever the order of the list")
  func top() {
    let top = TopOfRanking(
      ids: ["d", "b", "a", "c"],
      score: [1, 1, 1, 0],
      truth: [90, 92, 91, 95]
    )
    #expect(top.predicted == [2, 1, 0, 3])
    #expect(top.precision(at: 2).value == 0.5)
    #expect(top.regret(at: 2).value == 3)
    #expect(top.bestRank(at: 2) == 2)
    #expect(top.worstRank(at: 2) == 3)
    #expect(top.regret(at: 4).value == 0)
    #expect(top.precision(at: 5).reason == "the top 5 of 4 is not there")
    let reordered = TopOfRanking(
      ids: ["c", "a", "b", "d"],
      score: [0, 1, 1, 1],
      truth: [95, 91, 92, 90]
    )
    #expect(reordered.precision(at: 2) == top.precision(at: 2))
    #expect(
      TopOfRanking(ids: ["a", "a"], score: [1, 2], truth: [1, 2]).precision(at: 1).reason
        == "an id occurs twice"
    )
  }

  @Test("A ROC curve starts at (0, 0), ends at (1, 1) and puts ties on one point")
  func curve() throws {
    let (curve, reason) = ROCCurve.of(
      score: [3, 2, 2, 1],
      isPositive: [true, true, false, false]
    )
    let found = try #require(curve)
    #expect(reason == nil)
    #expect(found.points.map { $0.falsePositiveRate } == [0, 0, 0.5, 1])
    #expect(found.points.map { $0.truePositiveRate } == [0, 0.5, 1, 1])
    #expect(found.area == 0.875)
    #expect(found.bestPoint.threshold == 3)
  }

  @Test("Precision, recall and F1 count what they should")
  func confusion() throws {
    let table = Confusion(
      called: [true, true, true, false, false],
      isPositive: [true, false, true, true, false]
    )
    #expect(table.precision.value == 2.0 / 3)
    #expect(table.recall.value == 2.0 / 3)
    #expect(table.f1.value == 2.0 / 3)
    #expect(table.falsePositiveRate.value == 0.5)
    let interval = try #require(table.recallInterval())
    #expect(interval.lower > 0.2 && interval.upper < 0.95 && interval.contains(2.0 / 3))
    #expect(Interval.wilson(successes: 0, trials: 0) == nil)
    #expect(Interval.wilson(successes: 0, trials: 9)?.lower == 0)
    #expect(Interval.wilson(successes: 9, trials: 9)?.upper == 1)
  }

  @Test("A bootstrap says why it has no interval and counts resamples it leaves out")
  func bootstrap() {
    let bootstrap = Bootstrap(count: 6, resamples: 100, draw: draw)
    #expect(bootstrap.resamples == Bootstrap(count: 6, resamples: 100, draw: draw).resamples)
    let constant = bootstrap.interval { _ in 1 }
    #expect(constant.reason == "no unit moves the statistic")
    let oneSided = bootstrap.interval { $0 == Array(0..<6) ? 1 : 0 }
    #expect(oneSided.reason == "every resample lies on one side of the estimate")
    let never = bootstrap.interval { $0 == Array(0..<6) ? 1 : nil }
    #expect(never.interval == nil)
    #expect(never.undefined == 100)
    let some = bootstrap.interval(method: .percentile) { $0[0] == 1 ? nil : Double($0[1]) }
    #expect(some.interval != nil)
    #expect(some.undefined > 0)
  }

  @Test("The package's target Statistics depends on nothing")
  func dependencies() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Package.swift")
    let text = try String(contentsOf: path, encoding: .utf8)
    #expect(text.contains(".target(name: \"Statistics\", swiftSettings: strict)"))
  }
}
