public import Networks

/// For every node the two edges whose strongest operation other than `none` is strongest, and on
/// each that operation (DARTS, section 2.4).
///
/// Ties go to the earlier edge and operation, as in Python's stable sort.
public struct ArgmaxTop2: Derivation {
  /// The name, `argmax-top2`.
  public let id = "argmax-top2"
  /// What it does.
  public let summary =
    "two strongest edges per node, strongest operation but none (Liu et al., 2019)"

  /// Creates the derivation.
  public init() {}

  /// The cell of a kind; edges of a node in order of strength, as DARTS lists them.
  public func cell(_ kind: CellKind, weights: [Double], space: CellSpace) -> CellGenotype {
    let nodes = (2..<space.topology.nodes + 2).map { target in
      let candidates = space.topology.edges.enumerated().filter { $0.element.target == target }
        .map { index, edge -> (strength: Double, edge: GenotypeEdge) in
          var best = (strength: -Double.infinity, operation: "none")
          for (position, operation) in space.operations.enumerated() where operation != "none" {
            let weight = weights[space.alphaIndex(kind, edge: index, operation: position)]
            if weight > best.strength { best = (weight, operation) }
          }
          return (best.strength, GenotypeEdge(operation: best.operation, source: edge.source))
        }
      let order = candidates.indices.sorted {
        (-candidates[$0].strength, $0) < (-candidates[$1].strength, $1)
      }
      return order.prefix(space.keptEdges).map { candidates[$0].edge }
    }
    return CellGenotype(nodes: nodes)
  }
}
