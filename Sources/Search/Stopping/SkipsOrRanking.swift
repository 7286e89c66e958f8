public import Records

/// Both criteria of DARTS+, whichever comes first (Liang et al., "DARTS+", 2019).
public struct SkipsOrRanking: StoppingRule {
  /// The number of skip connections that stops.
  public var skips: Int
  /// Epochs without a change of rankings that stop.
  public var patience: Int

  /// Creates the rule.
  public init(skips: Int = 2, patience: Int = 10) {
    self.skips = skips
    self.patience = patience
  }

  /// The name, `darts-plus`.
  public var id: String { "darts-plus" }
  /// What it does.
  public var summary: String {
    "two skips, or rankings at rest for ten epochs (Liang et al., 2019)"
  }

  /// The first of both.
  public func decision(_ reports: [EpochReport]) -> StopDecision? {
    SkipCount(skips: skips).decision(reports)
      ?? StableRanking(patience: patience).decision(reports)
  }

  /// Numbers below one.
  public func validate() -> [SpecProblem] {
    SkipCount(skips: skips).validate() + StableRanking(patience: patience).validate()
  }
}
