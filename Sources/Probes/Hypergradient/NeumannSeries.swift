/// The inverse Hessian by the first terms of its Neumann series, eta sum (I - eta H)^k for k = 0...K
/// (Lorraine, Vicol, Duvenaud, "Optimizing Millions of Hyperparameters by Implicit Differentiation",
/// AISTATS 2020, Algorithm 3; Zhang et al., "iDARTS", ICML 2021).
public struct NeumannSeries: HypergradientEstimator {
  /// K, the last power.
  public let terms: Int
  /// eta; the series converges below 2 / largest eigenvalue.
  public let step: Double

  /// Creates the estimator.
  public init(terms: Int, step: Double) {
    self.terms = terms
    self.step = step
  }

  /// `neumann-K`.
  public var id: String { "neumann-\(terms)" }
  /// What it computes.
  public var summary: String { "\(terms + 1) terms of the Neumann series (Lorraine et al., 2020)" }

  /// The estimate.
  public func estimate(
    _ problem: any BilevelProblem,
    alpha: [Double],
    weights: [Double]
  ) -> (gradient: [Double], products: Int) {
    let outer = problem.outer(alpha: alpha, weights: weights)
    var power = outer.weights
    var sum = power
    for _ in 0..<terms {
      let image = problem.innerProduct(alpha: alpha, weights: weights, direction: power).weights
      power = Vectors.sum(power, -step, image)
      sum = Vectors.sum(sum, 1, power)
    }
    let mixed = problem.innerProduct(alpha: alpha, weights: weights, direction: sum).alpha
    return (Vectors.sum(outer.alpha, -step, mixed), terms + 1)
  }
}
