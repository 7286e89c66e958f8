public import Records

/// When the dominant eigenvalue rises, goes back to before the rise with a larger weight decay instead
/// of ending (DARTS-ADA: Zela et al., ICLR 2020, section 5.2, algorithm 2).
///
/// Decides like `EigenvalueRise.code` over the eigenvalues since the last return; nothing
/// is decided once the decay is `largest`. Deviation: the epochs spent are not given back, so that the
/// budget is the same as every other method's.
public struct AdaptiveRegularization: StoppingRule {
  /// What decides.
  public var rise: EigenvalueRise
  /// What the weight decay is multiplied by.
  public var factor: Double
  /// The largest weight decay.
  public var largest: Double

  /// Creates the rule.
  public init(
    rise: EigenvalueRise = .code,
    factor: Double = 10,
    largest: Double = 0.03
  ) {
    self.rise = rise
    self.factor = factor
    self.largest = largest
  }

  /// The name, `adaptive-regularization`.
  public var id: String { "adaptive-regularization" }
  /// What it does.
  public var summary: String {
    "back to before the rise with more weight decay (Zela et al., 2020, section 5.2)"
  }
  /// Epochs between two eigenvalues.
  public var eigenvalueInterval: Int { rise.interval }
  /// What the weight decay is multiplied by.
  public var decayFactor: Double? { factor }
  /// The largest weight decay.
  public var largestDecay: Double { largest }

  /// As `EigenvalueRise`.
  public func decision(_ reports: [EpochReport]) -> StopDecision? { rise.decision(reports) }

  /// Numbers out of range.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.add(rise.validate(), below: "rise")
    checks.above("factor", factor, 1)
    checks.above("largest", largest, 0)
    return checks.problems
  }
}
