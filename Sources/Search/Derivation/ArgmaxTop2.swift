public import Networks

/// For every node the two edges (or as many as the space keeps) whose strongest operation other than
/// `none` is strongest, and on each that operation (DARTS, section 2.4).
///
/// Ties go to the earlier edge and operation, as in Python's stable sort. Where `none` is allowed, an
/// edge that prefers it is no candidate; where the space keeps all edges it keeps `none` itself.
/// Where an edge may keep any subset, every operation is kept that is not weaker than an even share of
/// its edge, and the strongest into a node always.
public struct ArgmaxTop2: Derivation {
  /// Whether an edge may keep `none`.
  public var none: NoneRule

  /// Creates the derivation.
  public init(none: NoneRule = .space) {
    self.none = none
  }

  /// The name, `argmax-top2`.
  public var id: String { "argmax-top2" }
  /// What it does.
  public var summary: String {
    "two strongest edges per node, strongest operation but none (Liu et al., 2019, section 2.4)"
  }

  /// The edges of a node in order of strength, as DARTS lists them.
  public func choices(_ context: DerivationContext) -> [AlphaChoice] {
    if context.layout.rule.keepsAnySubset {
      return context.layout.nodes.flatMap { subset($0, context) }
    }
    guard let limit = context.layout.rule.edgesPerNode else {
      return context.layout.rows.indices.compactMap { row in
        context.strongest(row, countingNone: context.allowsNone(none)).map {
          AlphaChoice(row: row, operation: $0.operation)
        }
      }
    }
    return context.layout.nodes.flatMap { node in
      context.candidates(node, none: none).prefix(limit).map { $0.choice }
    }
  }

  /// The operations into a node that are as strong as an even share of their edge.
  private func subset(_ node: AlphaNode, _ context: DerivationContext) -> [AlphaChoice] {
    let kept = node.rows.flatMap { row -> [AlphaChoice] in
      let place = context.layout.rows[row]
      let live = place.range.filter { context.alive[$0] }
      let sum = live.reduce(0) { $0 + context.weights[$1] }
      return live.filter { index in
        place.operations[index - place.offset] != "none"
          && context.weights[index] * Double(live.count) >= sum
      }.map { AlphaChoice(row: row, operation: $0 - place.offset) }
    }
    return kept.isEmpty
      ? context.candidates(node, none: .excluded).prefix(1).map { $0.choice } : kept
  }
}
