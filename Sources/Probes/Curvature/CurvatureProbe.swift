import Datasets
import Engine
import Networks
public import Records
public import Search
import Training

/// Follows the curvature of the validation loss in alpha (Zela et al., "Understanding and
/// Robustifying Differentiable Architecture Search", ICLR 2020, section 4.1): the ends of the
/// spectrum by Lanczos, or all of it.
///
/// Deviations from the published code: exact products instead of a double backward pass in 32 bits;
/// fixed images without augmentation instead of the epoch's last batch; weight decay kept apart.
public struct CurvatureProbe: SearchObserver {
  /// Half the distance of the two gradients of the self-check, along a unit vector.
  static let checkWidth = 0.01
  /// Gradients in alpha that one more product with the same batch is worth.
  private static let productCost = 1.5
  /// Products that the gradient, the first product and the self-check cost in addition.
  private static let overhead = 3
  /// What all measurements may cost of the search, unless the spec says how often to measure.
  private static let share = 0.12

  /// Creates the probe.
  public init() {}

  /// Measures when due.
  public func observe(_ search: SearchRun, epoch: Int) throws -> [any RunEvent] {
    let options = search.spec.probes
    guard options.curvatureSpectrum || options.curvatureIterations > 0 else { return [] }
    let isDense = options.curvatureSpectrum || options.curvatureIterations >= search.alpha.count
    let batch = min(search.batch, options.curvatureBatch)
    let whole = ProbeImages(
      search.split.architecture,
      images: options.curvatureImages,
      batch: batch
    )
    let budget = LanczosBudget(
      search,
      LanczosBudget.Wish(
        steps: isDense ? search.alpha.count : options.curvatureIterations,
        images: whole.count,
        isWhole: isDense,
        every: options.curvatureEvery,
        perStep: Self.productCost,
        overhead: Self.overhead,
        share: Self.share,
        least: 2
      )
    )
    guard budget.cadence.isDue(epoch) else { return [] }
    let images = ProbeImages(
      search.split.architecture,
      images: budget.images,
      batch: min(batch, budget.images)
    )
    let before = search.execution.gateValues
    defer { search.execution.gateValues = before }
    let hessian = AlphaHessian(search, images: images)
    return [
      isDense
        ? dense(hessian, search, epoch, images)
        : lanczos(hessian, search, epoch, images, budget.steps)
    ]
  }

  private func lanczos(
    _ hessian: AlphaHessian,
    _ search: SearchRun,
    _ epoch: Int,
    _ images: ProbeImages,
    _ steps: Int
  ) -> CurvatureMeasured {
    let stream = RandomStream(seed: UInt64(search.spec.seed), name: "probe/curvature/start")
    let start = search.alpha.indices.map { stream.normal(index: UInt64($0)) }
    var event = common(hessian, search, epoch, images)
    var first: (vector: [Double], product: [Double])?
    let result = Lanczos(start: start, steps: steps) { vector in
      let product = hessian(vector)
      if first == nil { first = (vector, product) }
      return product
    }
    event.solver = "lanczos"
    event.products = hessian.products
    if let first {
      event.differenceDefect = Self.differenceDefect(search, images, first.vector, first.product)
    }
    guard let largest = result.pairs.last, let smallest = result.pairs.first,
      result.pairs.allSatisfy({ $0.value.isFinite })
    else { return event }
    event.eigenvalue = largest.value
    event.decayed = largest.value + search.spec.alpha.decay
    event.residual = largest.residual
    event.smallest = smallest.value
    event.spectrum = result.pairs.map { $0.value }
    event.floor = 1e-6 * max(abs(largest.value), abs(smallest.value))
    return event
  }

  private func dense(
    _ hessian: AlphaHessian,
    _ search: SearchRun,
    _ epoch: Int,
    _ images: ProbeImages
  ) -> CurvatureMeasured {
    var event = common(hessian, search, epoch, images)
    let matrices = hessian.dense()
    event.solver = "dense"
    event.products = hessian.products
    let spectrum = HessianSpectrum(matrices.alpha)
    guard !spectrum.values.isEmpty else { return event }
    event.eigenvalue = spectrum.dominant
    event.decayed = spectrum.dominant + search.spec.alpha.decay
    event.residual = 0
    event.smallest = spectrum.smallest
    event.spectrum = spectrum.values
    event.negative = spectrum.negative
    event.zeros = spectrum.zeros
    event.trace = spectrum.trace
    event.frobenius = spectrum.frobenius
    event.floor = spectrum.floor
    event.asymmetry = spectrum.asymmetry
    event.weightsEigenvalue = HessianSpectrum(matrices.gates).dominant
    let rows = search.layout.rows
    event.gaugeDefect = HessianSpectrum.gaugeDefect(matrices.alpha, rows: rows.map { $0.indices })
    event.blocks = CellKind.allCases.compactMap { kind in
      let places = rows.filter { $0.kind == kind }.flatMap { $0.indices }
      if places.isEmpty { return nil }
      let block = HessianSpectrum(places.map { row in places.map { matrices.alpha[row][$0] } })
      return CurvatureMeasured.Block(
        kind: kind.rawValue,
        eigenvalue: block.dominant,
        smallest: block.smallest,
        trace: block.trace
      )
    }
    let shares = rows.map { row in
      row.indices.reduce(0) { $0 + spectrum.dominantVector[$1] * spectrum.dominantVector[$1] }
    }
    if let best = shares.indices.max(by: { (shares[$0], -$0) < (shares[$1], -$1) }) {
      event.sharpest = CurvatureMeasured.Edge(
        kind: rows[best].kind.rawValue,
        edge: rows[best].edge,
        share: shares[best]
      )
    }
    let vector = spectrum.dominantVector
    let product = matrices.alpha.indices.map { row in
      vector.indices.reduce(0) { $0 + matrices.alpha[$1][row] * vector[$1] }
    }
    event.differenceDefect = Self.differenceDefect(search, images, vector, product)
    return event
  }

  /// An event without a spectrum.
  private func common(
    _ hessian: AlphaHessian,
    _ search: SearchRun,
    _ epoch: Int,
    _ images: ProbeImages
  ) -> CurvatureMeasured {
    CurvatureMeasured(
      epoch: epoch,
      solver: "",
      eigenvalue: .nan,
      residual: .nan,
      smallest: .nan,
      decayed: .nan,
      spectrum: [],
      blocks: [],
      gradientNorm: Vectors.norm(hessian.gradient),
      floor: .nan,
      gaugeDefect: Self.gaugeDefect(hessian, search),
      differenceDefect: .nan,
      normalization: NormalizationMode.batch.rawValue,
      images: images.count,
      batch: images.batches.first?.count ?? 0,
      imagesFingerprint: images.fingerprint,
      products: 0
    )
  }

  /// What the Hessian makes of a constant added to every row, a different one for each, over the same
  /// for one alpha of each row; needs no pass when the relaxation ignores it.
  private static func gaugeDefect(_ hessian: AlphaHessian, _ search: SearchRun) -> Double {
    var (constant, single) = (search.alpha, search.alpha)
    for (number, row) in search.layout.rows.enumerated() {
      for (position, index) in row.indices.enumerated() {
        constant[index] = 1 + Double(number % 7) / 7
        single[index] = position == 0 ? 1 : 0
      }
    }
    func size(_ direction: [Double]) -> Double {
      Vectors.norm(hessian.pushforward(direction))
        + Vectors.norm(hessian.relaxationProduct(direction))
    }
    let scale = size(single)
    return scale > 0 ? size(constant) / scale : 0
  }

  /// |exact - difference| / |exact| along a unit vector.
  private static func differenceDefect(
    _ search: SearchRun,
    _ images: ProbeImages,
    _ vector: [Double],
    _ exact: [Double]
  ) -> Double {
    func gradient(_ sign: Double) -> [Double] {
      let alpha = Vectors.sum(search.alpha, sign * checkWidth, vector)
      search.execution.gateValues = search.operationWeights(alpha)
      var sum = [Double](repeating: 0, count: search.execution.gateValues.count)
      for batch in images.batches {
        search.loadPlain(batch[...])
        search.execution.forward(count: batch.count)
        search.execution.backward(weights: false, gates: true)
        let share = Double(batch.count) / Double(images.count)
        sum = Vectors.sum(sum, share, search.execution.gateGradients)
      }
      return search.pullback(alpha, sum)
    }
    let (above, below) = (gradient(1), gradient(-1))
    let difference = zip(above, below).map { ($0 - $1) / (2 * checkWidth) }
    return Vectors.norm(Vectors.sum(exact, -1, difference)) / Vectors.norm(exact)
  }
}
