public import Records

/// Alpha moves against both losses, dL_val/dalpha + lambda dL_train/dalpha; the weights against the
/// training loss (MiLeNAS: He et al., CVPR 2020, equation 7; lambda = 1).
public struct MixedLevel: UpdateRule {
  /// lambda, the share of the training loss.
  public var lambda: Double

  /// Creates the rule.
  public init(lambda: Double = 1) {
    self.lambda = lambda
  }

  /// The name, `mixed-level`.
  public var id: String { "mixed-level" }
  /// What it does.
  public var summary: String { "alpha on validation and training loss (He et al., 2020, eq. 7)" }
  /// One pass more.
  public var relativeCost: Double { 1.5 }

  /// One step on alpha unless it rests, one on the weights.
  public func step(_ search: SearchRun, epoch: Int, number: Int, rate: Double) throws {
    try search.alternate(epoch: epoch, number: number, rate: rate) {
      let training = search.alphaPass(.weights, epoch: epoch, number: number)
      let validation = search.alphaPass(.architecture, epoch: epoch, number: number)
      return validation.adding(training, times: lambda)
    }
  }

  /// A share below zero.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.atLeast("lambda", lambda, 0)
    return checks.problems
  }
}
