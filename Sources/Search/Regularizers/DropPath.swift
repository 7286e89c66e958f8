public import Records

/// Drops whole mixed operations of single samples while the weights move, with a probability that
/// grows linearly to `weight`, and scales what stays by 1 / (1 - p) (Larsson et al., "FractalNet",
/// ICLR 2017, section 3; in a search: R-DARTS (DP), Zela et al., ICLR 2020, section 5.1, which drops
/// skip connections too).
public struct DropPath: Regularizer {
  /// The probability in the last epoch; 0 for off.
  public var weight: Double

  /// Creates the disturbance.
  public init(weight: Double = 0.2) {
    self.weight = weight
  }

  /// At a strength of the paper's grid (0, 0.2, 0.4, 0.6).
  public static var published: DropPath { DropPath() }
  /// The name, `dropPath`.
  public var id: String { "dropPath" }
  /// What it does.
  public var summary: String { "drops edges of single samples (Zela et al., 2020, section 5.1)" }

  /// The probability at a moment: weight * epoch / (epochs - 1).
  func probability(_ moment: Moment) -> Double { weight * moment.progress }

  /// A probability of one or more.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("weight", weight, 0..<1)
    return checks.problems
  }
}
