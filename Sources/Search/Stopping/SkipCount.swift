public import Records

/// Stops when the normal cell would have two or more skip connections; the architecture of the epoch
/// before is the result (DARTS+: Liang et al., 2019, criterion 1).
public struct SkipCount: StoppingRule {
  /// The number of skip connections that stops.
  public var skips: Int

  /// Creates the rule.
  public init(skips: Int = 2) {
    self.skips = skips
  }

  /// The name, `skip-count`.
  public var id: String { "skip-count" }
  /// What it does.
  public var summary: String { "stops at two skips in the normal cell (Liang et al., 2019)" }

  /// When the last report has too many; the epoch before it, or itself when it is the first.
  public func decision(_ reports: [EpochReport]) -> StopDecision? {
    guard let last = reports.last, last.skips >= skips else { return nil }
    let before = reports.dropLast().last ?? last
    return StopDecision(
      epoch: before.epoch,
      reason: "\(last.skips) skip connections in the normal cell, \(skips) stop"
    )
  }

  /// A number below one.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("skips", skips, 1...Int.max)
    return checks.problems
  }
}
