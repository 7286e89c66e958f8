import Charts
import Networks
import Probes
import Records
import Search
import Training

/// A derived cell as a graph.
struct CellPanel: Panel {
  let kind: CellKind

  var id: String { "cell-\(kind.rawValue)" }
  var summary: String { "the derived \(name) cell as a graph" }
  var reading: String {
    "The thicker a line, the larger the weight its operation ended with. Many skip connections "
      + "(orange), or every node fed by the two inputs alone, are how a collapsed search looks."
  }
  let events = [SearchEpoch.id]
  private var name: String { kind == .normal ? "normal" : "reduction" }

  func content(_ record: SearchRecord) -> PanelContent {
    guard let architecture = record.architecture else { return .absent("no epoch has ended") }
    guard let graph = Self.graph(of: architecture, kind) else {
      return .absent("the architecture has no \(name) cell")
    }
    let kept = graph.edges.filter { !$0.label.isEmpty }
    let skips = kept.filter { $0.label == "skip_connect" }.count
    let figure = Figure(
      title: "The derived \(name) cell",
      subtitle:
        "\(skips) of \(kept.count) edges are skip connections; dashed lines are concatenated",
      width: 960,
      height: 360,
      colorSlots: OperationColors.slots,
      chart: CellGraph(graph, weights: graph.weights(kind, in: record))
    )
    let words = graph.nodes.enumerated().compactMap { node, title -> String? in
      let own = kept.filter { $0.target == node }
      if own.isEmpty { return nil }
      return "node \(title): "
        + own.map { "\($0.label) from \(graph.nodes[$0.source])" }.joined(separator: ", ")
    }
    return .figure(
      figure,
      alternative: "Derived \(name) cell. " + words.joined(separator: "; ")
    )
  }

  /// The only cell, or the one of the kind; a network whose cells are their own shows the first.
  private static func graph(
    of architecture: DescribedArchitecture,
    _ kind: CellKind
  ) -> ArchitectureGraph? {
    switch architecture {
    case .genotype: architecture.graphs[kind == .normal ? 0 : 1]
    default: kind == .normal ? architecture.graphs.first : nil
    }
  }
}

extension ArchitectureGraph {
  /// The weight each labelled edge ended with in `record`; unknown where no single row has it.
  func weights(_ kind: CellKind, in record: SearchRecord) -> [Double] {
    let layout = record.layout
    guard let last = record.epochs.last?.operationWeights, last.count == layout.count else {
      return edges.map { _ in .nan }
    }
    return edges.map { edge in
      let fitting = layout.rows.filter {
        $0.kind == kind && $0.source == edge.source && $0.target == edge.target
      }
      guard fitting.count == 1, let place = fitting[0].operations.firstIndex(of: edge.label) else {
        return .nan
      }
      return last[fitting[0].offset + place]
    }
  }
}

/// One colour per operation in every chart.
enum OperationColors {
  static let slots: [String: Int] = [
    "skip_connect": 1, "sep_conv_3x3": 0, "sep_conv_5x5": 5, "dil_conv_3x3": 2,
    "dil_conv_5x5": 6, "max_pool_3x3": 3, "avg_pool_3x3": 4, "none": 7,
  ]
}
