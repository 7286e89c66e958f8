/// One step of gradient descent differentiated (Liu et al., 2019, equations 7 and 8):
/// d outer / d alpha at w' = w - xi * d inner / dw, minus xi (d^2 inner / d alpha dw) d outer / dw(w').
public struct SecondOrder: HypergradientEstimator {
  /// xi.
  public let rate: Double
  /// Whether the mixed product is exact, or DARTS's central difference of width `length` / |v|.
  public let isExact: Bool
  /// The length of the difference's step in the weights, 0.01 in DARTS.
  public let length: Double

  /// Creates the estimator.
  public init(rate: Double, isExact: Bool, length: Double = 0.01) {
    self.rate = rate
    self.isExact = isExact
    self.length = length
  }

  /// `second-order-exact` or `second-order-difference`.
  public var id: String { isExact ? "second-order-exact" : "second-order-difference" }
  /// What it computes.
  public var summary: String {
    "one inner step differentiated, mixed product "
      + (isExact ? "exact" : "by finite difference (Liu et al., 2019, equation 8)")
  }

  /// The estimate.
  public func estimate(
    _ problem: any BilevelProblem,
    alpha: [Double],
    weights: [Double]
  ) -> (gradient: [Double], products: Int) {
    let slope = problem.inner(alpha: alpha, weights: weights)
    let moved = Vectors.sum(weights, -rate, slope.weights)
    let outer = problem.outer(alpha: alpha, weights: moved)
    if isExact {
      let mixed = problem.innerProduct(alpha: alpha, weights: weights, direction: outer.weights)
      return (Vectors.sum(outer.alpha, -rate, mixed.alpha), 1)
    }
    let width = length / Vectors.norm(outer.weights)
    guard width.isFinite else { return (outer.alpha, 1) }
    let above = problem.inner(
      alpha: alpha,
      weights: Vectors.sum(weights, width, outer.weights)
    ).alpha
    let below = problem.inner(
      alpha: alpha,
      weights: Vectors.sum(weights, -width, outer.weights)
    ).alpha
    let mixed = zip(above, below).map { ($0 - $1) / (2 * width) }
    return (Vectors.sum(outer.alpha, -rate, mixed), 1)
  }
}
