public import Charts
public import Networks

extension CellGraph {
  /// The chart of an architecture's graph.
  public init(_ graph: ArchitectureGraph) {
    self.init(
      nodes: graph.nodes,
      edges: graph.edges.map { Edge(source: $0.source, target: $0.target, label: $0.label) },
      terminals: graph.terminals
    )
  }
}
