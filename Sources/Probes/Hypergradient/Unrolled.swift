/// The outer loss after T steps of gradient descent on the inner loss, differentiated exactly
/// (Maclaurin, Duvenaud, Adams, "Gradient-based Hyperparameter Optimization through Reversible
/// Learning", ICML 2015, section 2; the weights of every step are kept).
///
/// From a minimum of the inner loss T steps equal the first T terms of the Neumann series.
public struct Unrolled: HypergradientEstimator {
  /// T.
  public let steps: Int
  /// The learning rate.
  public let step: Double

  /// Creates the estimator.
  public init(steps: Int, step: Double) {
    self.steps = steps
    self.step = step
  }

  /// `unrolled-T`.
  public var id: String { "unrolled-\(steps)" }
  /// What it computes.
  public var summary: String { "\(steps) inner steps differentiated exactly" }

  /// The estimate.
  public func estimate(
    _ problem: any BilevelProblem,
    alpha: [Double],
    weights: [Double]
  ) -> (gradient: [Double], products: Int) {
    var path = [weights]
    for index in 0..<steps {
      let slope = problem.inner(alpha: alpha, weights: path[index]).weights
      path.append(Vectors.sum(path[index], -step, slope))
    }
    let outer = problem.outer(alpha: alpha, weights: path[steps])
    var (gradient, adjoint) = (outer.alpha, outer.weights)
    for index in (0..<steps).reversed() {
      let product = problem.innerProduct(alpha: alpha, weights: path[index], direction: adjoint)
      gradient = Vectors.sum(gradient, -step, product.alpha)
      adjoint = Vectors.sum(adjoint, -step, product.weights)
    }
    return (gradient, steps)
  }
}
