public import Networks
import Search

/// Reads cells off the weights of a trace.
public enum TraceDerivation {
  /// The cell that DARTS derives from weights by edge: two strongest edges of a node, the strongest
  /// operation but `none` on each.
  ///
  /// - Returns: nil when the rows are no cell in which every node sees all before it.
  public static func cell(
    _ kind: CellKind,
    _ operations: [String],
    _ weights: [[Double]]
  ) -> CellGenotype? {
    let found = (1...20).first { CellTopology(nodes: $0).edges.count == weights.count }
    guard let nodes = found, operations.contains(where: { $0 != "none" }),
      weights.allSatisfy({ $0.count == operations.count })
    else { return nil }
    let topology = CellTopology(nodes: nodes)
    return CellGenotype(
      nodes: (2..<nodes + 2).map { target in
        let edges = topology.edges.indices.filter { topology.edges[$0].target == target }
        let best = edges.map { edge -> (weight: Double, kept: GenotypeEdge) in
          let choices = operations.indices.filter { operations[$0] != "none" }
          // Of equals the first, as Python's argmax and stable sort have it.
          let choice = choices.min { (-weights[edge][$0], $0) < (-weights[edge][$1], $1) } ?? 0
          return (
            weights[edge][choice],
            GenotypeEdge(operation: operations[choice], source: topology.edges[edge].source)
          )
        }
        let order = best.indices.sorted { (-best[$0].weight, $0) < (-best[$1].weight, $1) }
        return order.prefix(2).map { best[$0].kept }
      }
    )
  }
}
