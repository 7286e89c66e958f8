import Datasets
import Engine
import Networks
public import Records
public import Search
import Training

/// Measures how wrong estimates of the alpha gradient are at chosen epochs of a search.
///
/// The inner problem is the training loss on a fixed batch, pulled to the search's weights so that it
/// has one minimum nearby. It is solved to near convergence in Double; the truth is implicit
/// differentiation there by conjugate gradients, checked by a long unrolling and by solving again at
/// shifted alphas, which uses no second derivative.
public struct HypergradientProbe: SearchObserver {
  /// The gradient norm at which the inner problem counts as solved.
  static let tolerance = 1e-9
  /// Gradient steps after Newton's.
  static let descent = 400
  /// Half the distance in alpha of the two problems solved again.
  static let width = 0.01

  /// Creates the probe.
  public init() {}

  /// Measures at the epochs of the spec.
  public func observe(_ search: SearchRun, epoch: Int) throws -> [any RunEvent] {
    let options = search.spec.probes
    guard options.hypergradientEpochs.contains(epoch) else { return [] }
    let images = min(
      options.hypergradientImages,
      search.split.weights.count,
      search.split.architecture.count
    )
    let base = SupernetProblem(search, images: images)
    let start = base.searchWeights
    let alpha = search.alpha
    let ends = InnerEnds(base, alpha: alpha, weights: start, seed: search.spec.seed)
    // Enough against the negative curvature seen, and a share of the largest to be well conditioned.
    let damping = options.hypergradientDamping * ends.largest + max(0, -1.1 * ends.smallest)
    let problem = PulledProblem(base, center: start, strength: damping)
    let solved = InnerSolver(
      problem,
      alpha: alpha,
      start: start,
      tolerance: Self.tolerance,
      most: 10,
      descent: Self.descent,
      rate: 1 / (ends.largest + damping)
    )
    // Curvature at the solution may be larger, and a series with too long a step diverges.
    let there = InnerEnds(base, alpha: alpha, weights: solved.weights, seed: search.spec.seed)
    let step = 1 / (max(ends.largest, there.largest) + damping)
    let truth = KrylovSolve(products: 400, tolerance: 1e-10).solved(
      problem,
      alpha: alpha,
      weights: solved.weights
    )
    let direct = problem.outer(alpha: alpha, weights: solved.weights).alpha
    let rows = search.layout.rows
    var spent = 2 * InnerEnds.products + solved.products + truth.solve.products + 1

    var truths = [
      HypergradientMeasured.Truth(
        name: "implicit-cg",
        cosine: 1,
        relativeDifference: 0,
        residual: truth.solve.residual,
        products: truth.solve.products + 1
      )
    ]
    let unrolled = Unrolled(steps: options.hypergradientSteps, step: step)
    let long = unrolled.estimate(problem, alpha: alpha, weights: solved.weights)
    spent += long.products
    let agreement = GradientComparison(long.gradient, truth.gradient)
    truths.append(
      HypergradientMeasured.Truth(
        name: unrolled.id,
        cosine: agreement.cosine,
        relativeDifference: agreement.relativeError,
        residual: 0,
        products: long.products
      )
    )
    truths.append(
      Self.retrained(problem, alpha, solved.weights, truth.gradient, rate: step)
    )

    // The search's own rate at this epoch.
    let rate = CosineSchedule(
      start: search.spec.weights.rate,
      end: search.spec.weights.finalRate,
      epochs: search.spec.epochs
    ).rate(epoch: max(0, epoch))
    let estimators = HypergradientEstimators.all(rate: rate, step: step)
    var estimates: [HypergradientMeasured.Estimate] = []
    for (point, weights) in [("solution", solved.weights), ("current", start)] {
      for estimator in estimators {
        let found = estimator.estimate(problem, alpha: alpha, weights: weights)
        spent += found.products
        estimates.append(
          HypergradientMeasured.Estimate(
            estimator.id,
            at: point,
            found.gradient,
            truth: truth.gradient,
            rows: rows,
            products: found.products
          )
        )
      }
    }
    let away = Vectors.norm(Vectors.sum(solved.weights, -1, start))
    let lowest = ends.smallest + damping
    var events: [any RunEvent] = [
      HypergradientMeasured(
        epoch: epoch,
        images: images,
        weights: base.weightCount,
        damping: damping,
        largestEigenvalue: ends.largest,
        smallestEigenvalue: ends.smallest,
        condition: lowest > 0 ? (ends.largest + damping) / lowest : .nan,
        currentGradientNorm: solved.startNorm,
        solutionGradientNorm: solved.gradientNorm,
        solutionDistance: away / Vectors.norm(start),
        solveEnd: truth.solve.end,
        implicitShare: Vectors.norm(Vectors.sum(truth.gradient, -1, direct)) / Vectors.norm(direct),
        truths: truths,
        estimates: estimates,
        products: spent
      )
    ]
    if let minibatches = MinibatchEstimates(
      base,
      search: search,
      rate: rate,
      alpha: alpha,
      weights: start,
      pull: damping
    ) {
      events.append(
        GradientNoiseMeasured(
          epoch: epoch,
          images: images,
          minibatchImages: minibatches.images,
          minibatches: MinibatchEstimates.draws,
          indefinite: minibatches.indefinite,
          estimates: estimators.map { estimator in
            let full = estimates.last { $0.name == estimator.id }
            return GradientNoiseMeasured.Estimate(
              name: estimator.id,
              fullError: full?.comparison.relativeError ?? .nan,
              noise: GradientNoise(
                minibatches.gradients[estimator.id] ?? [],
                truth: truth.gradient,
                rows: rows.map { $0.indices }
              )
            )
          },
          products: minibatches.products
        )
      )
    }
    return events
  }

  /// The outer loss after solving again at alpha shifted along the truth, both ways: the directional
  /// derivative without any second derivative.
  ///
  /// Unlike these it sees rectifications switch.
  private static func retrained(
    _ problem: any BilevelProblem,
    _ alpha: [Double],
    _ weights: [Double],
    _ truth: [Double],
    rate: Double
  ) -> HypergradientMeasured.Truth {
    let size = Vectors.norm(truth)
    let direction = Vectors.scaled(truth, 1 / size)
    var products = 0
    func loss(_ sign: Double) -> Double {
      let moved = Vectors.sum(alpha, sign * width, direction)
      let solved = InnerSolver(
        problem,
        alpha: moved,
        start: weights,
        tolerance: tolerance,
        most: 0,
        descent: descent,
        rate: rate
      )
      products += solved.products
      return problem.outer(alpha: moved, weights: solved.weights).loss
    }
    let slope = (loss(1) - loss(-1)) / (2 * width)
    return HypergradientMeasured.Truth(
      name: "retrained-difference",
      cosine: slope >= 0 ? 1 : -1,
      relativeDifference: abs(slope - size) / size,
      residual: 0,
      products: products
    )
  }
}
