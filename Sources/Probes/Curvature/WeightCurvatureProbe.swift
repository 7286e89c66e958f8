import Datasets
import Engine
import Networks
public import Records
public import Search
import Training

/// The ends of the spectrum of the training loss's Hessian in the weights.
public struct WeightCurvatureMeasured: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "probe.weight-curvature"
  /// The version of the fields.
  public static let version = 1
  /// The epoch, counted from 0; -1 before the first step.
  public var epoch: Int
  /// The largest eigenvalue, weight decay left out.
  public var eigenvalue: Double
  /// Its residual |H y - lambda y|.
  public var residual: Double
  /// The smallest eigenvalue.
  public var smallest: Double
  /// The residual of the smallest.
  public var smallestResidual: Double
  /// Every Ritz value, ascending.
  public var ritz: [Double]
  /// |dL/dw|.
  public var gradientNorm: Double
  /// Statistics that normalizations used: `batch`.
  public var normalization: String
  /// Images measured on, one batch.
  public var images: Int
  /// Which images: the beginning of a hash of their numbers.
  public var imagesFingerprint: String
  /// Hessian-vector products spent.
  public var products: Int
}

/// Follows the ends of the spectrum of d^2 L_train / dw^2 by Lanczos with full reorthogonalization on
/// one fixed batch, with batch statistics (Yao et al., "PyHessian", 2020, section 3, which uses running
/// statistics and largest magnitude instead).
public struct WeightCurvatureProbe: SearchObserver {
  /// Creates the probe.
  public init() {}

  /// Gradients that a product moving all weights is worth.
  private static let productCost = 3.0
  /// What all measurements may cost of the search, unless the spec says how often to measure.
  private static let share = 0.08

  /// Measures when due.
  ///
  /// In a search too short to afford two measurements the Lanczos process takes fewer steps, and where
  /// these are too many there is one, after the last epoch, on fewer images; `ritz` has one value a
  /// step, and the residuals say what that cost.
  public func observe(_ search: SearchRun, epoch: Int) throws -> [any RunEvent] {
    let options = search.spec.probes
    guard options.curvatureIterations > 0 else { return [] }
    let execution = search.execution
    let batch = min(search.batch, options.curvatureBatch, search.split.weights.count)
    let budget = LanczosBudget(
      search,
      LanczosBudget.Wish(
        steps: options.curvatureIterations,
        images: batch,
        every: options.curvatureEvery,
        perStep: Self.productCost,
        overhead: 1,
        share: Self.share,
        least: 1
      )
    )
    guard budget.cadence.isDue(epoch) else { return [] }
    let images = ProbeImages(search.split.weights, images: budget.images, batch: budget.images)
    let before = execution.gateValues
    defer { execution.gateValues = before }
    let product = search.hessian
    execution.gateValues = search.operationWeights(search.alpha)
    search.loadPlain(images.batches[0][...])
    execution.forward(count: images.count)
    execution.backward(weights: true, gates: false)
    let gradient = execution.storedGradient
    execution.forward(count: images.count)
    product.gateDirection = [Double](repeating: 0, count: product.gateDirection.count)
    var products = 0
    // The gradient's own direction: no weight is moved that has no influence, padding included.
    let result = Lanczos(start: Self.start(gradient, seed: search.spec.seed), steps: budget.steps) {
      product.setWeights($0, execution.precision)
      product.apply(weights: true)
      products += 1
      return product.weightProduct(execution.precision)
    }
    product.clearWeightDirection()
    guard let largest = result.pairs.last, let smallest = result.pairs.first else { return [] }
    return [
      WeightCurvatureMeasured(
        epoch: epoch,
        eigenvalue: largest.value,
        residual: largest.residual,
        smallest: smallest.value,
        smallestResidual: smallest.residual,
        ritz: result.pairs.map { $0.value },
        gradientNorm: Vectors.norm(gradient),
        normalization: NormalizationMode.batch.rawValue,
        images: images.count,
        imagesFingerprint: images.fingerprint,
        products: products
      )
    ]
  }

  /// A random vector on the weights that the gradient reaches.
  private static func start(_ gradient: [Double], seed: Int) -> [Double] {
    let stream = RandomStream(seed: UInt64(seed), name: "probe/weight-curvature/start")
    let start = gradient.indices.map {
      gradient[$0] == 0 ? 0 : stream.normal(index: UInt64($0))
    }
    // A gradient of exactly zero everywhere reaches nothing.
    return start.contains { $0 != 0 } ? start : start.map { _ in 1 }
  }
}
