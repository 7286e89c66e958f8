import Engine
import Networks

/// weight * r(epoch) * sum over edges of the entropy of softmax(a), in nats, where a = 2 alpha, cubed
/// below -1: drives every edge to a decision before discretization (DA2S: Tian et al.,
/// "Discretization-aware Architecture Search", 2020, section 3.3, as in the authors' code).
///
/// r = linear(e) * log(e): linear grows from 0 to 1 over the epochs; the second factor is 0 for the
/// first 8 of 50 epochs (that share of any number), then logarithmic up to 1.
public struct EntropyPenalty: ArchitecturePenalty {
  /// What multiplies the entropy at the end; 0 for off.
  public var weight: Double
  /// The share of the epochs at the start without it.
  public var delay: Double

  /// Creates the penalty.
  public init(weight: Double = 0.1, delay: Double = 0.14) {
    self.weight = weight
    self.delay = delay
  }

  /// At the strength of the paper.
  public static var published: EntropyPenalty { EntropyPenalty() }
  /// The name, `entropy`.
  public var id: String { "entropy" }
  /// What it does.
  public var summary: String { "lowers the entropy of every edge (Tian et al., 2020, sec. 3.3)" }

  /// The growth from 0 to 1.
  func ramp(_ moment: Moment) -> Double {
    let start = Int((delay * Double(moment.epochs)).rounded())
    guard moment.epoch >= start, moment.epochs > 1 else { return 0 }
    let span = Double(moment.epochs - start)
    let logarithm =
      span > 1 ? Portable.log(Double(moment.epoch - start + 1)) / Portable.log(span) : 1
    return moment.progress * min(1, logarithm)
  }

  private func entropies(
    _ context: PenaltyContext
  ) -> [(indices: [Int], p: [Double], value: Double)] {
    context.mixture.rows.map { row in
      let indices = row.range.filter { context.alive[$0] }
      let p = SoftmaxMath.weights(
        indices.map { index in
          let alpha = context.parameters.alpha[index]
          let doubled = 2 * alpha
          return doubled < -1 ? doubled * doubled * doubled : doubled
        }
      )
      let entropy = p.reduce(0.0) { $1 > 0 ? $0 - $1 * Portable.log($1) : $0 }
      return (indices, p, entropy)
    }
  }

  /// The weighted sum of the entropies.
  public func value(_ context: PenaltyContext) -> Double {
    let ramp = ramp(context.moment)
    return weight * ramp * entropies(context).reduce(0) { $0 + $1.value }
  }

  /// -p (log p + H) da/dalpha, weighted.
  public func gradient(_ context: PenaltyContext) -> ArchitectureParameters {
    let factor = weight * ramp(context.moment)
    var result = ArchitectureParameters(
      alpha: context.parameters.alpha.map { _ in 0 },
      beta: context.parameters.beta.map { _ in 0 }
    )
    for (indices, p, entropy) in entropies(context) {
      for (index, share) in zip(indices, p) where share > 0 {
        let doubled = 2 * context.parameters.alpha[index]
        let slope = doubled < -1 ? 6 * doubled * doubled : 2
        result.alpha[index] = -factor * share * (Portable.log(share) + entropy) * slope
      }
    }
    return result
  }
}
