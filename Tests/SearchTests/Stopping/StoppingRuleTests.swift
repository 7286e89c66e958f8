import Networks
import Search
import Testing

@Suite struct StoppingRuleTests {
  private func report(
    _ epoch: Int,
    skips: Int = 0,
    rankings: [[Int]] = [[1, 2]],
    eigenvalue: Double? = nil
  ) -> EpochReport {
    EpochReport(epoch: epoch, skips: skips, rankings: rankings, eigenvalue: eigenvalue)
  }

  /// The first decision over growing histories.
  private func first(_ rule: any StoppingRule, _ reports: [EpochReport]) -> (Int, StopDecision)? {
    for end in 1...reports.count {
      if let decision = rule.decision(Array(reports[..<end])) {
        return (reports[end - 1].epoch, decision)
      }
    }
    return nil
  }

  @Test("two skips stop the search, and the epoch before is the result")
  func skips() throws {
    let reports = [0, 1, 1, 2, 3].enumerated().map { report($0.offset, skips: $0.element) }
    let (decided, decision) = try #require(first(SkipCount(), reports))
    #expect(decided == 3 && decision.epoch == 2)
    #expect(first(SkipCount(skips: 4), reports) == nil)
  }

  @Test("ten epochs without a change stop the search at the eleventh report alike")
  func ranking() throws {
    var reports = (0..<4).map { report($0, rankings: [[$0 % 2, 5]]) }
    reports += (4..<20).map { report($0, rankings: [[7, 5]]) }
    let (decided, decision) = try #require(first(StableRanking(), reports))
    #expect(decided == 14 && decision.epoch == 14)
  }

  @Test("both criteria of DARTS+: the first one counts")
  func both() throws {
    let reports = (0..<20).map { report($0, skips: $0 == 6 ? 2 : 0) }
    let (decided, decision) = try #require(first(SkipsOrRanking(), reports))
    #expect(decided == 6 && decision.epoch == 5)
    let calm = (0..<20).map { report($0) }
    #expect(try #require(first(SkipsOrRanking(), calm)).0 == 10)
  }

  @Test("the code's rule on a step from 1 to 2 at epoch 20: seen at 22, back to 10")
  func code() throws {
    let reports = stride(from: 0, to: 50, by: 2).map {
      report($0, eigenvalue: $0 < 16 ? 1 : 2)
    }
    // At epoch 22 the mean over 14...22 is (1 + 4 * 2) / 5 = 1.8; eight epochs earlier it is 1.
    let (decided, decision) = try #require(first(EigenvalueRise.code, reports))
    #expect(decided == 22 && decision.epoch == 10)
    #expect(decision.reason.contains("1.8-fold"))
  }

  @Test("the paper's rule on the same step: means of five, five apart, ratio 4/3")
  func paper() throws {
    let reports = (0..<50).map { report($0, eigenvalue: $0 < 20 ? 1 : 2) }
    // Epoch 21: (3 + 4) / 5 = 1.4 over 1 at epoch 16.
    let (decided, decision) = try #require(first(EigenvalueRise(), reports))
    #expect(decided == 21 && decision.epoch == 16)
  }

  @Test("reports without eigenvalue decide nothing, and a fall is no rise")
  func quiet() {
    #expect(first(EigenvalueRise(), (0..<50).map { report($0) }) == nil)
    #expect(
      first(EigenvalueRise(), (0..<50).map { report($0, eigenvalue: $0 < 20 ? 2 : 1) }) == nil
    )
  }

  @Test("adaptive regularization raises the decay tenfold up to 0.03, deciding like the code")
  func adaptive() throws {
    let rule = AdaptiveRegularization()
    #expect(rule.decayFactor == 10 && rule.largestDecay == 0.03)
    let reports = stride(from: 0, to: 50, by: 2).map { report($0, eigenvalue: $0 < 16 ? 1 : 2) }
    #expect(try #require(first(rule, reports)).1.epoch == 10)
  }
}
