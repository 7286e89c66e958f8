/// An estimate of the derivative of the outer loss through the best weights: one file per estimator,
/// one line in `HypergradientEstimators`.
public protocol HypergradientEstimator: Sendable {
  /// The name in events, with its parameters.
  var id: String { get }
  /// What it computes, with its paper.
  var summary: String { get }
  /// The estimate at a point.
  ///
  /// - Returns: d outer / d alpha; second derivatives times directions spent, a difference of two
  ///   gradients counting as one.
  func estimate(
    _ problem: any BilevelProblem,
    alpha: [Double],
    weights: [Double]
  ) -> (gradient: [Double], products: Int)
}

/// The estimators that are compared, one line each.
public enum HypergradientEstimators {
  /// Every estimator.
  ///
  /// - Parameters:
  ///   - rate: the learning rate of the weights, xi of DARTS and the scale of the amended estimate.
  ///   - step: the step of Neumann series and unrollings, at most 1 / largest eigenvalue.
  public static func all(rate: Double, step: Double) -> [any HypergradientEstimator] {
    [
      FirstOrder(),
      SecondOrder(rate: rate, isExact: false),
      SecondOrder(rate: rate, isExact: true),
      Amended(scale: rate),
      NeumannSeries(terms: 0, step: step),
      NeumannSeries(terms: 5, step: step),
      NeumannSeries(terms: 20, step: step),
      NeumannSeries(terms: 100, step: step),
      KrylovSolve(products: 3),
      KrylovSolve(products: 10),
      MixedLevel(share: 1),
      Unrolled(steps: 1, step: rate),
      Unrolled(steps: 10, step: rate),
    ]
  }
}
