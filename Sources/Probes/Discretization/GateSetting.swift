public import Networks

/// Which operations of a supernet take part, and with which weights.
public struct GateSetting: Sendable, Hashable {
  /// The weight of each operation.
  public var values: [Double]
  /// Whether it is computed at all.
  public var active: [Bool]

  /// Weights as they are; what has weight zero is not computed.
  public init(_ values: [Double]) {
    self.values = values
    active = values.map { $0 != 0 }
  }

  /// A derived network in the supernet: chosen operations at weight one.
  public init(_ choices: [AlphaChoice], in layout: AlphaLayout) {
    self.init(layout.mask(choices).map { $0 ? 1 : 0 })
  }

  /// The strongest operation of an edge and the strongest `edges` edges of a node, at weight one or at
  /// the weight they had.
  ///
  /// - Parameters:
  ///   - withNone: whether an edge on which `none` is strongest is left out; a node keeps its strongest
  ///     other operation when nothing else is left.
  ///   - keepsWeights: whether kept operations have their old weight.
  public static func strongest(
    _ weights: [Double],
    edges: Int,
    withNone: Bool = false,
    keepsWeights: Bool = false,
    in layout: AlphaLayout
  ) -> GateSetting {
    let rows = layout.rows
    var result = [Double](repeating: 0, count: weights.count)
    for node in layout.nodes {
      var candidates: [(weight: Double, index: Int, isNone: Bool)] = []
      for row in node.rows.map({ rows[$0] }) {
        let others = row.range.filter { row.operations[$0 - row.offset] != "none" }
        guard let best = Self.largest(weights, others) else { continue }
        let none = row.operations.firstIndex(of: "none").map { weights[row.offset + $0] }
        candidates.append((weights[best], best, (none ?? -1) > weights[best]))
      }
      candidates.sort { (-$0.weight, $0.index) < (-$1.weight, $1.index) }
      let kept = withNone ? candidates.filter { !$0.isNone } : candidates
      for choice in (kept.isEmpty ? candidates.prefix(1) : kept.prefix(edges)) {
        result[choice.index] = keepsWeights ? choice.weight : 1
      }
    }
    return GateSetting(result)
  }

  /// One row decided, its strongest operation other than `none` at weight one, the others as they are.
  public static func decided(_ row: AlphaRow, _ weights: [Double]) -> (GateSetting, String)? {
    let others = row.range.filter { row.operations[$0 - row.offset] != "none" }
    guard let best = largest(weights, others) else { return nil }
    var result = weights
    for index in row.range { result[index] = index == best ? 1 : 0 }
    return (GateSetting(result), row.operations[best - row.offset])
  }

  /// The weights without `none`, the rest of each row scaled to its old sum.
  public static func withoutNone(_ weights: [Double], in layout: AlphaLayout) -> GateSetting {
    var result = weights
    for row in layout.rows {
      guard let none = row.operations.firstIndex(of: "none") else { continue }
      let sum = row.range.reduce(0) { $0 + weights[$1] }
      let rest = sum - weights[row.offset + none]
      for index in row.range where rest > 0 { result[index] *= sum / rest }
      result[row.offset + none] = 0
    }
    return GateSetting(result)
  }

  /// A mixture of two settings, (1 - share) * one + share * other.
  public static func between(_ one: [Double], _ other: [Double], share: Double) -> GateSetting {
    GateSetting(zip(one, other).map { (1 - share) * $0 + share * $1 })
  }

  /// The index of the largest weight, the earlier of equal ones.
  private static func largest(_ weights: [Double], _ indices: [Int]) -> Int? {
    indices.max { (weights[$0], -$0) < (weights[$1], -$1) }
  }
}
