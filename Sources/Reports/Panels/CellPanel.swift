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
    let cells = Self.cells(of: architecture, kind)
    guard let first = cells.first else {
      return .absent("the architecture has no \(name) cell")
    }
    let subtitle = ArchitectureFigures.summary(cells.map { $0.graph })
    if cells.count == 1 {
      let figure = Figure(
        title: "The derived \(name) cell",
        subtitle: subtitle,
        width: 960,
        height: 360,
        colorSlots: OperationColors.slots,
        chart: CellGraph(first.graph, weights: first.graph.weights(kind, in: record))
      )
      return .figure(
        figure,
        alternative: "Derived \(name) cell. " + first.graph.words
      )
    }
    let figure = Figure(
      title: "The derived \(name) cells",
      subtitle: subtitle,
      width: 1600,
      height: 60 + 300 * Double((cells.count + 1) / 2),
      colorSlots: OperationColors.slots,
      chart: CellGraphs(
        panels: cells.map { cell in
          let weights = cell.graph.weights(kind, cell: cell.index, in: record)
          return CellGraphs.Panel(
            cell.graph.name,
            graph: CellGraph(cell.graph, weights: weights)
          )
        },
        columns: 2
      )
    )
    return .figure(
      figure,
      alternative: cells.map { "Derived \($0.graph.name). " + $0.graph.words }
        .joined(separator: ". ")
    )
  }

  /// The only cell, or those of the kind with their places in the network.
  private static func cells(
    of architecture: DescribedArchitecture,
    _ kind: CellKind
  ) -> [(index: Int, graph: ArchitectureGraph)] {
    let graphs = Array(architecture.graphs.enumerated())
    let wanted =
      switch architecture {
      case .genotype: [graphs[kind == .normal ? 0 : 1]]
      case .cells(let cells):
        zip(NetworkShape(cells: cells.count).kinds, graphs).filter { $0.0 == kind }.map { $0.1 }
      default: kind == .normal ? Array(graphs.prefix(1)) : []
      }
    return wanted.map { ($0.offset, $0.element) }
  }
}

extension ArchitectureGraph {
  /// Which operations from where flow into every node.
  var words: String {
    let kept = edges.filter { !$0.label.isEmpty }
    return nodes.enumerated().compactMap { node, title -> String? in
      let own = kept.filter { $0.target == node }
      if own.isEmpty { return nil }
      return "node \(title): "
        + own.map { "\($0.label) from \(nodes[$0.source])" }.joined(separator: ", ")
    }.joined(separator: "; ")
  }
}

extension ArchitectureGraph {
  /// The weight each labelled edge ended with in `record`; unknown where no single row has it.
  ///
  /// - Parameter cell: the cell's place in the network, where cells do not share alpha.
  func weights(_ kind: CellKind, cell: Int? = nil, in record: SearchRecord) -> [Double] {
    let layout = record.layout
    guard let last = record.epochs.last?.operationWeights, last.count == layout.count else {
      return edges.map { _ in .nan }
    }
    return edges.map { edge in
      let fitting = layout.rows.filter {
        $0.kind == kind && $0.source == edge.source && $0.target == edge.target
          && (cell == nil || $0.cell == cell)
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
    "dil_conv_5x5": 6, "max_pool_3x3": 3, "avg_pool_3x3": 4, "none": 7, "noise": 7,
    "nor_conv_3x3": 0, "nor_conv_1x1": 2,
  ]
}
