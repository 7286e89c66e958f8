import Engine
import Search

/// Estimates of the alpha gradient from minibatches of the images of a problem.
struct MinibatchEstimates {
  /// Pairs of minibatches: the spread of a spread from 16 is a fifth of it.
  static let draws = 16
  /// A minibatch of more than this part of the images would differ too little from them.
  static let part = 4

  /// Images of a minibatch.
  let images: Int
  /// The gradients of every draw, by estimator.
  private(set) var gradients: [String: [[Double]]] = [:]
  /// Draws whose inner problem curves down somewhere in spite of the pull.
  private(set) var indefinite = 0
  /// Products spent.
  private(set) var products = 0

  /// Draws and estimates, at the search's weights and with the pull of the truth; nil when the images do
  /// not make minibatches of two, the fewest with a variance to normalize by.
  ///
  /// Series and unrollings take the step that each minibatch's own curvature allows, which can be many
  /// times that of all images.
  ///
  /// - Parameter rate: the learning rate of the weights.
  init?(_ truth: HypergradientTruth, search: SearchRun, rate: Double) {
    let (base, alpha, weights) = (truth.base, truth.alpha, truth.start)
    images = min(search.spec.batch, base.images / Self.part)
    guard images > 1 else { return nil }
    let stream = RandomStream(
      seed: UInt64(search.spec.seed),
      name: "probe/hypergradient/minibatches"
    )
    for draw in 0..<Self.draws {
      // Both halves of a pair are drawn apart, as a search draws them.
      let inner = stream.permutation(count: base.images, step: UInt64(2 * draw)).prefix(images)
      let outer = stream.permutation(count: base.images, step: UInt64(2 * draw + 1)).prefix(images)
      let minibatch = base.minibatch(inner: inner, outer: outer)
      let ends = InnerEnds(minibatch, alpha: alpha, weights: weights, seed: search.spec.seed)
      products += InnerEnds.products
      if ends.lowest + truth.damping < 0 { indefinite += 1 }
      let problem = PulledProblem(minibatch, center: weights, strength: truth.damping)
      let step = 1 / (ends.largest + truth.damping)
      for estimator in HypergradientEstimators.all(rate: rate, step: step) {
        let found = estimator.estimate(problem, alpha: alpha, weights: weights)
        gradients[estimator.id, default: []].append(found.gradient)
        products += found.products
      }
    }
  }
}
