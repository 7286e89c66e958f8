public import Charts
public import Networks

/// The drawings of an architecture.
public enum ArchitectureFigures {
  /// A figure per cell that may differ, or one of all blocks, with a name for its file.
  public static func all(
    _ architecture: DescribedArchitecture
  ) -> [(name: String, figure: Figure)] {
    architecture.graphs.map { graph in
      let kept = graph.edges.filter { !$0.label.isEmpty }
      let skips = kept.filter { $0.label == "skip_connect" }.count
      return (
        graph.name.replacing(" ", with: "-"),
        Figure(
          title: "The \(graph.name)",
          subtitle: "\(skips) of \(kept.count) edges are skip connections; dashed lines are "
            + "concatenated",
          width: graph.nodes.count > 8 ? 1920 : 960,
          height: 420,
          colorSlots: OperationColors.slots,
          chart: CellGraph(graph)
        )
      )
    }
  }
}
