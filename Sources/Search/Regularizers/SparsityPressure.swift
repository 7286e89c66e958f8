import Engine
import Networks

/// pressure * sum over live operations of log(1 + n g / G) * (weight + flops * M): pushes weak
/// operations of a node towards zero (GOLD-NAS: Bi et al., "GOLD-NAS: Gradual, One-Level,
/// Differentiable", 2020, section 3.3).
///
/// g is the operation's weight, G and n the sum and the number of the live ones into the node, M the
/// operation's multiply-adds in millions over the cells that share it. The pressure is that of the
/// schedule `gradual-pruning`, or 1. In the space `gold` every cell has alphas of its own, as in the
/// paper; in spaces whose cells share alpha an operation stands for all cells of its kind.
public struct SparsityPressure: ArchitecturePenalty {
  /// The part that is the same for all operations; 0 for off.
  public var weight: Double
  /// What a million multiply-adds add to it.
  public var flops: Double

  /// Creates the penalty.
  public init(weight: Double = 1, flops: Double = 0) {
    self.weight = weight
    self.flops = flops
  }

  /// At the strength of the paper.
  public static var published: SparsityPressure { SparsityPressure() }
  /// The name, `sparsity`.
  public var id: String { "sparsity" }
  /// What it does.
  public var summary: String { "logarithmic pressure on weak operations (Bi et al., 2020)" }

  private func price(_ context: PenaltyContext, _ index: Int) -> Double {
    let millions = index < context.costs.count ? context.costs[index].multiplyAdds / 1e6 : 0
    return weight + flops * millions
  }

  /// The live operations into each node.
  private func groups(_ context: PenaltyContext) -> [[Int]] {
    context.mixture.nodes.map { rows in
      rows.flatMap { row in context.mixture.rows[row].range.filter { context.alive[$0] } }
    }
  }

  /// The weighted sum.
  public func value(_ context: PenaltyContext) -> Double {
    let gates = context.operationWeights
    var sum = 0.0
    for group in groups(context) {
      let total = group.reduce(0) { $0 + gates[$1] }
      guard total > 0 else { continue }
      for index in group {
        sum +=
          price(context, index)
          * Portable.log(1 + Double(group.count) * gates[index] / total)
      }
    }
    return context.pressure * sum
  }

  /// Through G as well: with t_i = price_i / (1 + n g_i / G), d/dg_j = n (t_j / G - sum t_i g_i / G^2).
  public func gradient(_ context: PenaltyContext) -> ArchitectureParameters {
    let gates = context.operationWeights
    var slopes = gates.map { _ in 0.0 }
    for group in groups(context) {
      let total = group.reduce(0) { $0 + gates[$1] }
      guard total > 0 else { continue }
      let count = Double(group.count)
      let terms = group.map { price(context, $0) / (1 + count * gates[$0] / total) }
      let mean = zip(group, terms).reduce(0) { $0 + $1.1 * gates[$1.0] } / (total * total)
      for (index, term) in zip(group, terms) {
        slopes[index] = context.pressure * count * (term / total - mean)
      }
    }
    return context.pullback(slopes)
  }
}
