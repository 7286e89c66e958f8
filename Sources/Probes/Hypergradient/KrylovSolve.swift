/// The inverse Hessian by a few conjugate gradient steps (Pedregosa, "Hyperparameter Optimization with
/// Approximate Gradient", ICML 2016, Algorithm 1).
public struct KrylovSolve: HypergradientEstimator {
  /// The most products the solve may take.
  public let most: Int
  /// The relative residual at which it ends sooner.
  public let tolerance: Double

  /// Creates the estimator.
  public init(products: Int, tolerance: Double = 1e-12) {
    most = products
    self.tolerance = tolerance
  }

  /// `cg-K`.
  public var id: String { "cg-\(most)" }
  /// What it computes.
  public var summary: String { "\(most) conjugate gradient steps (Pedregosa, 2016)" }

  /// The estimate.
  public func estimate(
    _ problem: any BilevelProblem,
    alpha: [Double],
    weights: [Double]
  ) -> (gradient: [Double], products: Int) {
    let (gradient, solve) = solved(problem, alpha: alpha, weights: weights)
    return (gradient, solve.products + 1)
  }

  /// The estimate, and how the solve went.
  public func solved(
    _ problem: any BilevelProblem,
    alpha: [Double],
    weights: [Double]
  ) -> (gradient: [Double], solve: ConjugateGradients) {
    let outer = problem.outer(alpha: alpha, weights: weights)
    let solve = ConjugateGradients(outer.weights, tolerance: tolerance, most: most) {
      problem.innerProduct(alpha: alpha, weights: weights, direction: $0).weights
    }
    let mixed = problem.innerProduct(alpha: alpha, weights: weights, direction: solve.solution)
    return (Vectors.sum(outer.alpha, -1, mixed.alpha), solve)
  }
}
