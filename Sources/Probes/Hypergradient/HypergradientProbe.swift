import Datasets
import Engine
import Networks
public import Records
public import Search
import Training

/// Measures how wrong estimates of the alpha gradient are at chosen epochs of a search.
///
/// Against the truth of `HypergradientTruth`, from all images at the solution of the inner problem,
/// where only their formula is at fault, and at the search's weights, where the weights are at fault
/// too; from minibatches at the search's weights, where the draw of the images is the third fault.
public struct HypergradientProbe: SearchObserver {
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
    let truth = HypergradientTruth(search, images: images)
    let references = truth.references(unrolling: options.hypergradientSteps)
    // The search's own rate at this epoch.
    let rate = CosineSchedule(
      start: search.spec.weights.rate,
      end: search.spec.weights.finalRate,
      epochs: search.spec.epochs
    ).rate(epoch: max(0, epoch))
    let rows = search.layout.rows
    let solution = estimates("solution", truth.solved.weights, truth, rate: rate, rows: rows)
    let current = estimates("current", truth.start, truth, rate: rate, rows: rows)
    let estimates = solution + current
    var events: [any RunEvent] = [
      HypergradientMeasured(
        epoch: epoch,
        images: images,
        weights: truth.base.weightCount,
        damping: truth.damping,
        largestEigenvalue: truth.ends.largest,
        smallestEigenvalue: truth.ends.smallest,
        condition: truth.condition,
        currentGradientNorm: truth.solved.startNorm,
        solutionGradientNorm: truth.solved.gradientNorm,
        solutionDistance: truth.distance,
        solveEnd: truth.solve.end,
        implicitShare: truth.implicitShare,
        truths: references,
        estimates: estimates,
        // The first reference is the truth, whose products are counted with it.
        products: truth.products + references.dropFirst().reduce(0) { $0 + $1.products }
          + estimates.reduce(0) { $0 + $1.products }
      )
    ]
    if let minibatches = MinibatchEstimates(truth, search: search, rate: rate) {
      events.append(
        GradientNoiseMeasured(
          epoch: epoch,
          images: images,
          minibatchImages: minibatches.images,
          minibatches: MinibatchEstimates.draws,
          indefinite: minibatches.indefinite,
          estimates: current.map { estimate in
            GradientNoiseMeasured.Estimate(
              name: estimate.name,
              fullError: estimate.comparison.relativeError,
              noise: GradientNoise(
                minibatches.gradients[estimate.name] ?? [],
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

  /// Every estimator at a point.
  private func estimates(
    _ point: String,
    _ weights: [Double],
    _ truth: HypergradientTruth,
    rate: Double,
    rows: [AlphaRow]
  ) -> [HypergradientMeasured.Estimate] {
    HypergradientEstimators.all(rate: rate, step: truth.step).map { estimator in
      let found = estimator.estimate(truth.problem, alpha: truth.alpha, weights: weights)
      return HypergradientMeasured.Estimate(
        estimator.id,
        at: point,
        found.gradient,
        truth: truth.gradient,
        rows: rows,
        products: found.products
      )
    }
  }
}
