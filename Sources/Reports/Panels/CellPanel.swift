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
  private var name: String { kind == .normal ? "normal" : "reduction" }

  func content(_ record: SearchRecord) -> PanelContent {
    guard let genotype = record.genotype else { return .absent("no epoch has ended") }
    let cell = genotype[kind]
    let nodes = ["c_{k-2}", "c_{k-1}"] + cell.nodes.indices.map { "\($0)" } + ["c_{k}"]
    var edges = cell.nodes.enumerated().flatMap { node, kept in
      kept.map { CellGraph.Edge(source: $0.source, target: node + 2, label: $0.operation) }
    }
    edges += cell.concat.map { CellGraph.Edge(source: $0, target: nodes.count - 1) }
    let skips = cell.count(of: "skip_connect")
    let total = cell.nodes.joined().count
    let figure = Figure(
      title: "The derived \(name) cell",
      subtitle: "\(skips) of \(total) edges are skip connections; dashed lines are concatenated",
      width: 960,
      height: 420,
      colorSlots: OperationColors.slots,
      chart: CellGraph(nodes: nodes, edges: edges, terminals: [0, 1, nodes.count - 1])
    )
    let words = cell.nodes.enumerated().map { node, kept in
      "node \(node): "
        + kept.map { "\($0.operation) from \(nodes[$0.source])" }.joined(separator: ", ")
    }
    return .figure(
      figure,
      alternative: "Derived \(name) cell. " + words.joined(separator: "; ")
    )
  }
}

/// One colour per operation in every chart.
enum OperationColors {
  static let slots: [String: Int] = [
    "skip_connect": 1, "sep_conv_3x3": 0, "sep_conv_5x5": 5, "dil_conv_3x3": 2,
    "dil_conv_5x5": 6, "max_pool_3x3": 3, "avg_pool_3x3": 4, "none": 7,
  ]
}
