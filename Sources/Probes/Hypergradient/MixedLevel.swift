/// Both losses at once, d inner / d alpha + share * d outer / d alpha (He et al., "MiLeNAS", CVPR
/// 2020, equation 6).
public struct MixedLevel: HypergradientEstimator {
  /// The weight of the outer loss.
  public let share: Double

  /// Creates the estimator.
  public init(share: Double) {
    self.share = share
  }

  /// The name, `mixed-level`.
  public let id = "mixed-level"
  /// What it computes.
  public let summary = "first order on training and validation loss together (He et al., 2020)"

  /// The estimate.
  public func estimate(
    _ problem: any BilevelProblem,
    alpha: [Double],
    weights: [Double]
  ) -> (gradient: [Double], products: Int) {
    let inner = problem.inner(alpha: alpha, weights: weights).alpha
    let outer = problem.outer(alpha: alpha, weights: weights).alpha
    return (Vectors.sum(inner, share, outer), 0)
  }
}
