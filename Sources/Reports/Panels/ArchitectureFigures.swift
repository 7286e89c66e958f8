public import Charts
public import Networks

/// The drawings of an architecture.
public enum ArchitectureFigures {
  /// A figure per cell that may differ, or one of all blocks, with a name for its file; where every
  /// cell is its own also one of all.
  public static func all(
    _ architecture: DescribedArchitecture
  ) -> [(name: String, figure: Figure)] {
    let graphs = architecture.graphs
    let single: [(name: String, figure: Figure)] = graphs.map { graph in
      let isChain = graph.edges.count < graph.nodes.count
      return (
        graph.name.replacing(" ", with: "-"),
        Figure(
          title: "The \(graph.name)",
          subtitle: summary([graph]),
          width: graph.nodes.count > 8 ? 1280 : 960,
          height: isChain ? 140 + 60 * Double((graph.nodes.count + 7) / 8) : 420,
          colorSlots: OperationColors.slots,
          chart: CellGraph(graph)
        )
      )
    }
    return single + overview(graphs)
  }

  /// How many edges are skips, and what dashed lines are where there are some.
  static func summary(_ graphs: [ArchitectureGraph]) -> String {
    let edges = graphs.flatMap { $0.edges }
    let kept = edges.filter { !$0.label.isEmpty }
    let skips = kept.filter { $0.label == "skip_connect" }.count
    let text = "\(skips) of \(kept.count) edges are skip connections"
    return text + (kept.count < edges.count ? "; dashed lines are concatenated" : "")
  }

  private static func overview(
    _ graphs: [ArchitectureGraph]
  ) -> [(name: String, figure: Figure)] {
    guard graphs.count > 2 else { return [] }
    let figure = Figure(
      title: "The \(graphs.count) cells",
      subtitle: summary(graphs),
      width: 1600,
      height: 60 + 300 * Double((graphs.count + 1) / 2),
      colorSlots: OperationColors.slots,
      chart: CellGraphs(
        panels: graphs.map { CellGraphs.Panel($0.name, graph: CellGraph($0)) },
        columns: 2
      )
    )
    return [("cells", figure)]
  }
}
