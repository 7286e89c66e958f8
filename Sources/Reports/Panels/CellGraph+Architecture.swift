public import Charts
public import Networks

extension CellGraph {
  /// The chart of an architecture's graph; `weights`, one per edge, become widths of lines.
  public init(_ graph: ArchitectureGraph, weights: [Double] = []) {
    self.init(
      nodes: graph.nodes,
      edges: graph.edges.enumerated().map { index, edge in
        Edge(
          source: edge.source,
          target: edge.target,
          label: edge.label,
          weight: index < weights.count ? weights[index] : .nan
        )
      },
      terminals: graph.terminals
    )
  }
}
