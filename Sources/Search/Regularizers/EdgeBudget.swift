import Engine

/// weight * linear(epoch) * sum over nodes of [H(softmax b) + budget * (sum of positive b - 2)^2] with
/// b = min(beta, 1): every node ends with two edges at one (DA2S: Tian et al., 2020, section 3.3, as
/// in the authors' code, whose weight is 0.1 * 4).
///
/// Deviation: each kind of cell uses its own betas; the authors' code exchanges them.
public struct EdgeBudget: ArchitecturePenalty {
  /// What multiplies the sum at the end; 0 for off.
  public var weight: Double
  /// What multiplies the squared distance from two edges.
  public var budget: Double

  /// Creates the penalty.
  public init(weight: Double = 0.4, budget: Double = 0.2) {
    self.weight = weight
    self.budget = budget
  }

  /// At the strength of the paper.
  public static var published: EdgeBudget { EdgeBudget() }
  /// The name, `edgeBudget`.
  public var id: String { "edgeBudget" }
  /// What it does.
  public var summary: String { "drives each node to two edges (Tian et al., 2020, sec. 3.3)" }

  private func node(_ beta: [Double]) -> (value: Double, gradient: [Double]) {
    let capped = beta.map { min($0, 1) }
    let p = SoftmaxMath.weights(capped)
    let entropy = p.reduce(0.0) { $1 > 0 ? $0 - $1 * Portable.log($1) : $0 }
    let excess = capped.reduce(0) { $0 + max(0, $1) } - 2
    let gradient = beta.indices.map { index -> Double in
      if beta[index] > 1 { return 0 }
      let ofEntropy = p[index] > 0 ? -p[index] * (Portable.log(p[index]) + entropy) : 0
      return ofEntropy + (capped[index] > 0 ? 2 * budget * excess : 0)
    }
    return (entropy + budget * excess * excess, gradient)
  }

  /// The weighted sum over nodes; zero without betas.
  public func value(_ context: PenaltyContext) -> Double {
    guard !context.parameters.beta.isEmpty else { return 0 }
    let sum = context.mixture.nodes.reduce(0.0) { sum, rows in
      sum + node(rows.map { context.parameters.beta[$0] }).value
    }
    return weight * context.moment.progress * sum
  }

  /// Its gradient in beta.
  public func gradient(_ context: PenaltyContext) -> ArchitectureParameters {
    var result = ArchitectureParameters(
      alpha: context.parameters.alpha.map { _ in 0 },
      beta: context.parameters.beta.map { _ in 0 }
    )
    guard !result.beta.isEmpty else { return result }
    let factor = weight * context.moment.progress
    for rows in context.mixture.nodes {
      let gradient = node(rows.map { context.parameters.beta[$0] }).gradient
      for (row, slope) in zip(rows, gradient) { result.beta[row] = factor * slope }
    }
    return result
  }
}
