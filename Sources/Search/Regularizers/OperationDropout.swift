import Engine
public import Records

/// Switches operations off for whole steps while the weights move, each with probability r^(1 / k) for
/// k operations into its node, r growing linearly from zero (Bender et al., "Understanding and
/// Simplifying One-Shot Architecture Search", ICML 2018, section 3.2, drop rate).
///
/// Operations switched off are not computed. Deviations: all cells of a kind share a draw, as they
/// share alpha; batches are not split into ghost batches.
public struct OperationDropout: Regularizer {
  /// r in the last epoch; 0 for off.
  public var weight: Double

  /// Creates the disturbance.
  public init(weight: Double = 0.1) {
    self.weight = weight
  }

  /// At the strength of the paper.
  public static var published: OperationDropout { OperationDropout() }
  /// The name, `operationDropout`.
  public var id: String { "operationDropout" }
  /// What it does.
  public var summary: String { "switches operations off at random (Bender et al., 2018, sec. 3.2)" }

  /// The probability for a node of `fanIn` operations at a moment.
  public func probability(_ moment: Moment, fanIn: Int) -> Double {
    let rate = weight * moment.progress
    return rate > 0 ? Portable.exp(Portable.log(rate) / Double(max(1, fanIn))) : 0
  }

  /// A rate of one or more.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("weight", weight, 0..<1)
    return checks.problems
  }
}
