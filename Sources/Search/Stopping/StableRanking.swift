public import Records

/// Stops when the order of the operations with weights has not changed on any edge for ten epochs
/// (DARTS+: Liang et al., 2019, criterion 1*).
public struct StableRanking: StoppingRule {
  /// Epochs without a change.
  public var patience: Int

  /// Creates the rule.
  public init(patience: Int = 10) {
    self.patience = patience
  }

  /// The name, `stable-ranking`.
  public var id: String { "stable-ranking" }
  /// What it does.
  public var summary: String { "stops when rankings rest for ten epochs (Liang et al., 2019)" }

  /// When the last `patience` + 1 reports rank alike.
  public func decision(_ reports: [EpochReport]) -> StopDecision? {
    guard let last = reports.last, reports.count > patience else { return nil }
    let recent = reports.suffix(patience + 1)
    guard recent.allSatisfy({ $0.rankings == last.rankings }) else { return nil }
    return StopDecision(
      epoch: last.epoch,
      reason: "the ranking of operations with weights rested for \(patience) epochs"
    )
  }

  /// A patience below one.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("patience", patience, 1...Int.max)
    return checks.problems
  }
}
