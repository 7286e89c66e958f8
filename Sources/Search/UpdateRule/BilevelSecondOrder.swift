import Engine

/// Alpha moves against the validation loss after one virtual step of the weights (DARTS, section 2.3):
/// with w' = w - xi (momentum * m + dL_train/dw + decay * w) and v = dL_val(w')/dw',
/// g = dL_val(w')/dalpha - xi * (d2 L_train / dalpha dw) v.
///
/// The mixed product is the paper's central difference of width 0.01 / |v| (equation 8) or exact, by
/// forward-over-reverse. As in the authors' code the virtual step includes momentum and decay, which
/// equation 7 leaves out. Deviation: passes at moved weights do not touch running statistics.
public struct BilevelSecondOrder: UpdateRule {
  /// How the mixed product is computed.
  public enum Product: String, Sendable, Hashable, Codable {
    /// The paper's central difference.
    case finiteDifference
    /// Exact to rounding.
    case exact
  }

  /// How the mixed product is computed.
  public var product: Product
  /// The length of the difference's step in weight space.
  public var length: Double

  /// Creates the rule.
  public init(product: Product = .finiteDifference, length: Double = 0.01) {
    self.product = product
    self.length = length
  }

  /// The name, `bilevel-second-order`.
  public var id: String { "bilevel-second-order" }
  /// What it does.
  public var summary: String {
    "looks one weight step ahead (Liu et al., 2019, section 2.3), mixed product approximate or exact"
  }
  /// Two passes more for the virtual step, and two or a product of about two.
  public var relativeCost: Double { 2.5 }
  /// The training loss is differentiated three times at one mixture.
  public var needsMixture: Bool { true }

  /// One step on alpha unless it rests, one on the weights.
  public func step(_ search: SearchRun, epoch: Int, number: Int, rate: Double) throws {
    try search.alternate(epoch: epoch, number: number, rate: rate) {
      hypergradient(search, epoch: epoch, number: number, rate: rate)
    }
  }

  /// The gradient of alpha; weights end where they began.
  func hypergradient(
    _ search: SearchRun,
    epoch: Int,
    number: Int,
    rate: Double
  ) -> ArchitectureParameters {
    let weights = WeightVector(search.execution.weightBytes)
    search.loadBatch(.weights, epoch: epoch, number: number)
    search.mix()
    search.execution.forward(count: search.batch)
    search.execution.backward(weights: true, gates: false)
    search.lookAhead(rate: rate)

    search.loadBatch(.architecture, epoch: epoch, number: number)
    search.execution.forward(count: search.batch)
    search.noteLoss()
    search.execution.backward(weights: true, gates: true)
    let direct = search.mixedGradient()
    let direction = WeightVector(search.execution.weightGradientBytes)
    let norm = search.execution.gradientNorm()
    weights.copy(to: search.execution.weightBytes)

    search.loadBatch(.weights, epoch: epoch, number: number)
    guard norm > 0 else { return direct }
    let implicit =
      product == .exact
      ? search.mixedProduct(direction) : difference(search, direction, norm: norm, from: weights)
    return direct.adding(implicit, times: -rate)
  }

  /// (dL/dalpha(w + e v) - dL/dalpha(w - e v)) / 2e with e = length / |v|.
  private func difference(
    _ search: SearchRun,
    _ direction: WeightVector,
    norm: Double,
    from weights: WeightVector
  ) -> ArchitectureParameters {
    let width = length / norm
    func gradient(_ sign: Double) -> ArchitectureParameters {
      search.shift(along: direction, by: sign * width)
      search.execution.forward(count: search.batch)
      search.execution.backward(weights: false, gates: true)
      // Copied back instead of subtracted, which would drift.
      weights.copy(to: search.execution.weightBytes)
      return search.mixedGradient()
    }
    let above = gradient(1)
    let below = gradient(-1)
    let difference = above.adding(below, times: -1)
    return difference.adding(difference, times: 1 / (2 * width) - 1)
  }
}
