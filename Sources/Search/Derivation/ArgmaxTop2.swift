public import Networks

/// For every node the two edges whose strongest operation other than `none` is strongest, and on
/// each that operation (DARTS, section 2.4); what the space's rule says where it is not two edges.
///
/// Where the space derives `none`, it competes like the others (NAS-Bench-201: the strongest
/// operation of every edge). Where an edge may keep any subset, every operation is kept that is not
/// weaker than an even share of its edge, and the strongest into a node always. Ties go to the
/// earlier edge and operation, as in Python's stable sort.
public struct ArgmaxTop2: Derivation {
  /// The name, `argmax-top2`.
  public let id = "argmax-top2"
  /// What it does.
  public let summary =
    "two strongest edges per node, strongest operation but none (Liu et al., 2019)"

  /// Creates the derivation.
  public init() {}

  /// The choices node by node; edges of a node in order of strength, as DARTS lists them.
  public func choices(weights: [Double], layout: AlphaLayout) -> [AlphaChoice] {
    layout.nodes.flatMap { node -> [AlphaChoice] in
      if layout.rule.keepsAnySubset { return subset(node, weights, layout) }
      let candidates = node.rows.compactMap { strongest($0, weights, layout) }
      guard let kept = layout.rule.edgesPerNode else { return candidates }
      let strength = candidates.map { weights[layout.index($0)] }
      let order = candidates.indices.sorted { (-strength[$0], $0) < (-strength[$1], $1) }
      return order.prefix(kept).map { candidates[$0] }
    }
  }

  private func strongest(
    _ row: Int,
    _ weights: [Double],
    _ layout: AlphaLayout
  ) -> AlphaChoice? {
    var best: AlphaChoice?
    for (position, operation) in layout.rows[row].operations.enumerated()
    where operation != "none" || layout.rule.derivesNone {
      let choice = AlphaChoice(row: row, operation: position)
      if let best, weights[layout.index(best)] >= weights[layout.index(choice)] { continue }
      best = choice
    }
    return best
  }

  private func subset(
    _ node: AlphaNode,
    _ weights: [Double],
    _ layout: AlphaLayout
  ) -> [AlphaChoice] {
    let all = node.rows.flatMap { row -> [AlphaChoice] in
      let names = layout.rows[row].operations
      return names.indices.filter { names[$0] != "none" }.map {
        AlphaChoice(row: row, operation: $0)
      }
    }
    let kept = all.filter { choice in
      let own = weights[layout.rows[choice.row].range]
      return weights[layout.index(choice)] * Double(own.count) >= own.reduce(0, +)
    }
    if !kept.isEmpty { return kept }
    var best: AlphaChoice?
    for choice in all {
      if let best, weights[layout.index(best)] >= weights[layout.index(choice)] { continue }
      best = choice
    }
    return best.map { [$0] } ?? []
  }
}
