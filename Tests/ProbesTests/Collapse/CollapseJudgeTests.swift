import Probes
import Search
import Testing

@Suite("Verdicts on searches")
struct CollapseJudgeTests {
  /// A history with these skips of 8 after each epoch and a good accuracy unless told otherwise.
  static func history(
    _ skips: [Int],
    finished: Bool = true,
    planned: Int? = nil,
    accuracy: ((Int) -> Double?)? = nil,
    change: (inout SearchHistory.Epoch) -> Void = { _ in }
  ) -> SearchHistory {
    SearchHistory(
      name: "test",
      classes: 10,
      plannedEpochs: planned ?? (finished ? skips.count : 50),
      isFinished: finished,
      epochs: skips.enumerated().map { number, count in
        var epoch = SearchHistory.Epoch(number)
        epoch.normal = SearchHistory.CellCount(skips: count, parameterFree: count, kept: 8)
        epoch.validAccuracy =
          if let accuracy { accuracy(number) } else { min(0.9, 0.4 + 0.02 * Double(number)) }
        change(&epoch)
        return epoch
      }
    )
  }

  static func verdict(_ history: SearchHistory) -> CollapseVerdict {
    CollapseJudge().judge(history)
  }

  static let rising = (0..<30).map { min(8, $0 / 3) }

  @Test("A finished search with 5 skips of 8 collapsed, from the epoch after which it stayed so")
  func collapsed() {
    let verdict = Self.verdict(Self.history(Self.rising))
    #expect(verdict.verdict == .collapsed)
    #expect(verdict.onsetEpoch == 15)
    #expect(verdict.risk == 1)
    #expect(verdict.confidence > 0.5 && verdict.confidence < 1)
    #expect(verdict.remedies.first?.advice.contains("epoch 5") == true)
  }

  @Test("A flapping count sets in where it stays")
  func flapping() {
    let skips = [2, 5, 6, 4, 5, 3, 4, 5, 6, 5, 7, 6]
    #expect(Self.verdict(Self.history(skips)).onsetEpoch == 7)
  }

  @Test("A running search needs three epochs in a row to have collapsed, and may be on the way")
  func running() {
    let started = Self.history(Array(Self.rising.prefix(14)), finished: false)
    #expect(Self.verdict(started).verdict == .collapsing)
    #expect(Self.verdict(started).onsetEpoch != nil)
    let arrived = Self.history(Array(Self.rising.prefix(18)), finished: false)
    #expect(Self.verdict(arrived).verdict == .collapsed)
    let calm = Self.history([Int](repeating: 3, count: 20), finished: false)
    #expect(Self.verdict(calm).verdict == .healthy)
    let falling = Self.history([4, 4, 4, 4, 3, 3, 3, 2, 2, 2], finished: false)
    #expect(Self.verdict(falling).verdict == .healthy)
  }

  @Test("Risk rises with the number of skips and is one half at the threshold")
  func risk() throws {
    let risks = try (0...8).map { count in
      try #require(Self.verdict(Self.history([Int](repeating: count, count: 12))).risk)
    }
    #expect(risks == risks.sorted())
    #expect(risks[5] == 0.5)
    #expect(Set(risks).count == 9)
  }

  @Test("A supernet that guesses is not trained, however many skips its tied alphas give")
  func notTrained() {
    let skips = [Int](repeating: 0, count: 20) + [Int](repeating: 8, count: 10)
    let dead = Self.history(
      skips,
      accuracy: { $0 < 4 ? 0.15 : 0.19 },
      change: { epoch in
        epoch.eigenvalue = 0.001
      }
    )
    let verdict = Self.verdict(dead)
    #expect(verdict.verdict == .notTrained)
    #expect(verdict.onsetEpoch == 0)
    #expect(verdict.evidence.contains { $0.indicator == "constant-accuracy" })
    // The same answer for every image, in a task whose largest class is larger.
    let constant = Self.history(skips, accuracy: { $0 < 2 ? 0.3 : 0.41 })
    #expect(Self.verdict(constant).verdict == .notTrained)
    #expect(Self.verdict(constant).onsetEpoch == 2)
    let broken = Self.history([1, 1, 1, 1, 1, 1], accuracy: { $0 < 5 ? 0.5 : 0 })
    #expect(Self.verdict(broken).verdict == .notTrained)
  }

  @Test("Too few epochs, no genotype, or alphas that hardly moved are undecided")
  func undecided() {
    #expect(Self.verdict(SearchHistory(name: "none")).verdict == .undecided)
    #expect(Self.verdict(Self.history([3, 3], finished: false)).verdict == .undecided)
    let still = Self.history(
      [2, 2, 2, 2, 2, 2],
      change: { epoch in
        epoch.rows = [
          .init(operations: ["skip_connect", "sep_conv_3x3"], weights: [0.501, 0.499])
        ]
      }
    )
    #expect(Self.verdict(still).verdict == .undecided)
    let bare = SearchHistory(
      name: "bare",
      isFinished: true,
      epochs: (0..<9).map { SearchHistory.Epoch($0) }
    )
    #expect(Self.verdict(bare).verdict == .undecided)
  }

  @Test("The eigenvalue rule and drift are evidence, with their epochs and numbers")
  func evidence() throws {
    let history = Self.history(
      Self.rising,
      change: { epoch in
        // Local means four epochs apart have a ratio of 1.6 at epoch 16, the first that may decide.
        let growth = 1 + Double(epoch.epoch) / 4
        epoch.eigenvalue = 0.1 * growth * growth
        epoch.derivedAccuracy = 0.6 - 0.01 * Double(epoch.epoch)
      }
    )
    let verdict = Self.verdict(history)
    let ratio = try #require(verdict.evidence.first { $0.indicator == "eigenvalue-ratio" })
    #expect(ratio.points == .collapsing)
    #expect(ratio.threshold == 1.3)
    #expect(verdict.remedies.first?.advice.contains("eigenvalue rule") == true)
    let drift = try #require(verdict.evidence.first { $0.indicator == "drift" })
    #expect(drift.points == .collapsing)
    #expect(abs((drift.value ?? 0) + 0.05) < 1e-12)
  }

  @Test("NaN and infinities anywhere never trap")
  func notFinite() {
    for value in [Double.nan, .infinity, -.infinity] {
      let history = Self.history(
        Self.rising,
        accuracy: { $0 % 3 == 0 ? value : 0.5 },
        change: { epoch in
          epoch.eigenvalue = epoch.epoch % 2 == 0 ? value : 0.2
          epoch.derivedAccuracy = value
          epoch.rows = [
            .init(operations: ["skip_connect", "sep_conv_3x3"], weights: [value, 0.5])
          ]
        }
      )
      _ = Self.verdict(history)
    }
  }

  @Test("What the first epochs say does not depend on the later ones")
  func prefix() {
    let all = Self.history(Self.rising)
    let early = Self.history(Array(Self.rising.prefix(12)), finished: false, planned: 30)
    #expect(Self.verdict(all.prefix(epochs: 12)) == Self.verdict(early))
  }

  @Test("Indicators: entropy, margin, weight of skips, and how long the order has held")
  func indicators() throws {
    let names = ["none", "skip_connect", "sep_conv_3x3", "dil_conv_3x3"]
    let weights = [
      [0.25, 0.25, 0.25, 0.25], [0.1, 0.6, 0.2, 0.1], [0.1, 0.6, 0.1, 0.2], [0.1, 0.6, 0.1, 0.2],
    ]
    let history = Self.history(
      [0, 1, 2, 3],
      change: { epoch in
        epoch.rows = [.init(operations: names, weights: weights[epoch.epoch])]
      }
    )
    let found = CollapseIndicators.of(history)
    #expect(abs((found[0].entropy ?? 0) - 1) < 1e-12)
    #expect(found[0].margin == 0)
    #expect(found[0].movement == 0)
    #expect(abs((found[1].margin ?? 0) - 0.4) < 1e-12)
    #expect(abs((found[1].skipOverBest ?? 0) - 3) < 1e-12)
    #expect(found[1].noneWeight == 0.1)
    #expect(found.map { $0.stableEpochs } == [0, 1, 0, 1])
    #expect(found[3].parameterFreeShare == 0.375)
  }
}
