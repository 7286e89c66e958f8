/// The direct part alone: weights are taken as constants (Liu et al., 2019, section 2.3, xi = 0).
public struct FirstOrder: HypergradientEstimator {
  /// The name, `first-order`.
  public let id = "first-order"
  /// What it computes.
  public let summary = "direct derivative, weights constant (Liu et al., 2019)"

  /// Creates the estimator.
  public init() {}

  /// d outer / d alpha at the weights given.
  public func estimate(
    _ problem: any BilevelProblem,
    alpha: [Double],
    weights: [Double]
  ) -> (gradient: [Double], products: Int) {
    (problem.outer(alpha: alpha, weights: weights).alpha, 0)
  }
}
