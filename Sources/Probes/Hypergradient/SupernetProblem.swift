import Datasets
import Engine
public import Search
import Training

/// A supernet on two fixed batches as a bilevel problem in Double: the inner loss on images that train
/// the weights, with their decay, the outer loss on images that train alpha.
///
/// Normalizations use the statistics of the batch; images are not augmented, so both losses are
/// functions.
public final class SupernetProblem: BilevelProblem {
  private let search: SearchRun
  private let execution: Execution
  private let product: HessianProduct
  private let assembler: BatchAssembler
  private let innerImages, outerImages: [Int]
  private let decay: Double

  /// Builds a twin of the search's supernet in Double.
  public init(_ search: SearchRun, images: Int) {
    self.search = search
    innerImages = Array(search.split.weights.prefix(images))
    outerImages = Array(search.split.architecture.prefix(images))
    execution = search.twin(
      batch: max(innerImages.count, outerImages.count),
      precision: .double
    )
    product = HessianProduct(execution)
    decay = search.spec.weights.decay
    assembler = BatchAssembler(
      images: search.data.train,
      statistics: search.data.statistics,
      stream: RandomStream(seed: UInt64(search.spec.seed), name: "probe/hypergradient")
    )
  }

  /// The same supernet, in the same memory, on other images.
  private init(_ whole: SupernetProblem, innerImages: [Int], outerImages: [Int]) {
    self.innerImages = innerImages
    self.outerImages = outerImages
    search = whole.search
    execution = whole.execution
    product = whole.product
    assembler = whole.assembler
    decay = whole.decay
  }

  /// The problem on some of its own images; not to be used at the same time as this one.
  ///
  /// - Parameters:
  ///   - inner: which of the inner images, by place.
  ///   - outer: which of the outer images.
  public func minibatch(
    inner: some Sequence<Int>,
    outer: some Sequence<Int>
  ) -> SupernetProblem {
    SupernetProblem(
      self,
      innerImages: inner.map { innerImages[$0] },
      outerImages: outer.map { outerImages[$0] }
    )
  }

  /// The images of the smaller of both batches.
  public var images: Int { min(innerImages.count, outerImages.count) }

  /// The search's weights, widened.
  public var searchWeights: [Double] { search.execution.storedWeights }

  /// The search's alpha.
  public var searchAlpha: [Double] { search.alpha }

  /// The number of weights, padding left out.
  public var weightCount: Int { execution.weightCount }

  /// The loss on the outer images.
  public func outer(alpha: [Double], weights: [Double]) -> BilevelSlope {
    slope(outerImages, alpha, weights)
  }

  /// The loss on the inner images with the decay of the weights.
  public func inner(alpha: [Double], weights: [Double]) -> BilevelSlope {
    var slope = slope(innerImages, alpha, weights)
    slope.loss += decay / 2 * Vectors.dot(weights, weights)
    slope.weights = Vectors.sum(slope.weights, decay, weights)
    return slope
  }

  /// Exact products by forward-over-reverse.
  public func innerProduct(
    alpha: [Double],
    weights: [Double],
    direction: [Double]
  ) -> BilevelProduct {
    load(innerImages, alpha, weights)
    product.gateDirection = [Double](repeating: 0, count: product.gateDirection.count)
    product.setWeights(direction, .double)
    product.apply(weights: true)
    return BilevelProduct(
      weights: Vectors.sum(product.weightProduct(.double), decay, direction),
      alpha: search.pullback(alpha, product.gateProduct)
    )
  }

  private func slope(_ images: [Int], _ alpha: [Double], _ weights: [Double]) -> BilevelSlope {
    load(images, alpha, weights)
    execution.backward(weights: true, gates: true)
    return BilevelSlope(
      loss: execution.loss,
      alpha: search.pullback(alpha, execution.gateGradients),
      weights: execution.storedGradient
    )
  }

  private func load(_ images: [Int], _ alpha: [Double], _ weights: [Double]) {
    execution.storedWeights = weights
    execution.gateValues = search.operationWeights(alpha)
    assembler.fill(
      images[...],
      step: 0,
      into: execution.imageBytes,
      precision: .double,
      labels: execution.labelBuffer
    )
    execution.forward(count: images.count)
  }
}
