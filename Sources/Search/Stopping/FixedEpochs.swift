/// Every epoch of the spec.
public struct FixedEpochs: StoppingRule {
  /// Creates the rule.
  public init() {}

  /// The name, `fixed`.
  public var id: String { "fixed" }
  /// What it does.
  public var summary: String { "runs all epochs" }

  /// Never.
  public func decision(_ reports: [EpochReport]) -> StopDecision? { nil }
}
