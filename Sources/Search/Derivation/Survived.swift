public import Networks

/// Every operation the schedule of the space left, any number on an edge (GOLD-NAS: Bi et al., 2020,
/// section 3.3; DARTS-PT: Wang et al., ICLR 2021).
public struct Survived: Derivation {
  /// Whether an edge may keep `none`.
  public var none: NoneRule

  /// Creates the derivation.
  public init(none: NoneRule = .space) {
    self.none = none
  }

  /// The name, `survived`.
  public var id: String { "survived" }
  /// What it does.
  public var summary: String {
    "every operation that was not pruned (Bi et al., 2020, section 3.3)"
  }

  /// What is left, in the order of the rows.
  public func choices(_ context: DerivationContext) -> [AlphaChoice] {
    context.layout.nodes.flatMap { node -> [AlphaChoice] in
      let kept = node.rows.flatMap { row -> [AlphaChoice] in
        let place = context.layout.rows[row]
        let live = place.range.filter { context.alive[$0] }.map { $0 - place.offset }
        let others = live.filter { place.operations[$0] != "none" }
        let onlyNone = others.isEmpty && !live.isEmpty
        let isWhole = context.layout.rule.edgesPerNode == nil
        let result = onlyNone && isWhole && context.allowsNone(none) ? live : others
        return result.map { AlphaChoice(row: row, operation: $0) }
      }
      return kept.isEmpty
        ? ArgmaxTop2(none: .excluded).choices(context).filter {
          node.rows.contains($0.row)
        } : kept
    }
  }
}
