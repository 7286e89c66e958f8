/// The inverse Hessian replaced by a multiple of the Hessian itself (Bi et al., "Stabilizing DARTS
/// with Amended Gradient Estimation on Architectural Parameters", 2019).
public struct Amended: HypergradientEstimator {
  /// The multiple.
  public let scale: Double

  /// Creates the estimator.
  public init(scale: Double) {
    self.scale = scale
  }

  /// The name, `amended`.
  public let id = "amended"
  /// What it computes.
  public let summary = "inverse Hessian replaced by a multiple of the Hessian (Bi et al., 2019)"

  /// Direct part minus scale (d^2 inner / d alpha dw) H v.
  public func estimate(
    _ problem: any BilevelProblem,
    alpha: [Double],
    weights: [Double]
  ) -> (gradient: [Double], products: Int) {
    let outer = problem.outer(alpha: alpha, weights: weights)
    let image = problem.innerProduct(
      alpha: alpha,
      weights: weights,
      direction: outer.weights
    ).weights
    let mixed = problem.innerProduct(alpha: alpha, weights: weights, direction: image).alpha
    return (Vectors.sum(outer.alpha, -scale, mixed), 2)
  }
}
