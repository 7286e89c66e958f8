/// A cell as a graph from left to right: inputs, intermediate nodes, output, and labelled edges.
///
/// The edges of an operation share a colour; edges without a label are dashed and grey.
public struct CellGraph: ChartKind {
  /// The stable name of the kind.
  public static let id = "cell-graph"
  /// What the kind is for.
  public static let summary = "a derived cell: nodes, edges and their operations"

  /// An edge between nodes by index.
  public struct Edge: Sendable, Hashable, Codable {
    /// Where it starts.
    public var source: Int
    /// Where it ends.
    public var target: Int
    /// The operation; empty for a plain connection.
    public var label: String
    /// How strong it is, 0 or more, drawn as the width of the line; not-a-number when unknown.
    @Gapped public var weight: Double

    /// Creates an edge.
    public init(source: Int, target: Int, label: String = "", weight: Double = .nan) {
      self.source = source
      self.target = target
      self.label = label
      self.weight = weight
    }
  }

  /// The names of the nodes in topological order.
  ///
  /// A subscript is written in braces after an underscore, as in "c_{k-2}".
  public var nodes: [String]
  /// The edges; each leads to a later node.
  public var edges: [Edge]
  /// Indices of nodes drawn as inputs or outputs.
  public var terminals: [Int]

  /// Creates a graph.
  public init(nodes: [String], edges: [Edge], terminals: [Int] = []) {
    self.nodes = nodes
    self.edges = edges
    self.terminals = terminals
  }

  /// A DARTS cell.
  public static var example: CellGraph {
    CellGraph(
      nodes: ["c_{k-2}", "c_{k-1}", "0", "1", "2", "3", "c_{k}"],
      edges: [
        Edge(source: 0, target: 2, label: "sep_conv_3x3", weight: 0.41),
        Edge(source: 1, target: 2, label: "sep_conv_3x3", weight: 0.22),
        Edge(source: 0, target: 3, label: "sep_conv_3x3", weight: 0.35),
        Edge(source: 1, target: 3, label: "sep_conv_3x3", weight: 0.16),
        Edge(source: 1, target: 4, label: "sep_conv_3x3", weight: 0.19),
        Edge(source: 0, target: 4, label: "skip_connect", weight: 0.52),
        Edge(source: 0, target: 5, label: "skip_connect", weight: 0.58),
        Edge(source: 2, target: 5, label: "dil_conv_3x3", weight: 0.14),
      ] + (2...5).map { Edge(source: $0, target: 6) },
      terminals: [0, 1, 6]
    )
  }

  /// The kind with awkward data.
  public static func stressed(with data: StressData) -> CellGraph {
    let count = min(data.names.count, 12)
    guard count > 1 else { return CellGraph(nodes: data.names, edges: []) }
    let edges = (1..<count).flatMap { target in
      (max(0, target - 2)..<target).map {
        Edge(
          source: $0,
          target: target,
          label: data.names[target],
          weight: data.values[target].first ?? .nan
        )
      }
    }
    return CellGraph(nodes: Array(data.names.prefix(count)), edges: edges, terminals: [0])
  }

  /// One row per edge.
  public var table: DataTable {
    var table = DataTable(columns: ["from", "to", "operation", "weight"])
    for edge in usable {
      table.append([
        .text(nodes[edge.source]), .text(nodes[edge.target]), .text(edge.label),
        .number(edge.weight),
      ])
    }
    return table
  }

  /// The edges that lead from a node to a later one.
  var usable: [Edge] {
    edges.filter {
      nodes.indices.contains($0.source) && nodes.indices.contains($0.target)
        && $0.source < $0.target
    }
  }

  /// What is wrong with edges that are not drawn.
  public var notes: [String] {
    let count = edges.count - usable.count
    return
      (count == 0
      ? [] : ["\(count) \(count == 1 ? "edge" : "edges") to no later node not shown"])
      + (heaviest == nil
        ? [] : ["width of a line: weight, up to \(TickFormat.short(heaviest ?? 0))"])
  }

  /// The largest weight, or nil when no edge has one above zero.
  var heaviest: Double? {
    usable.map(\.weight).filter { $0.isFinite && $0 > 0 }.max()
  }

  /// The width of the line of an edge in points; `heaviest` is the weight of the widest.
  private func width(of edge: Edge, _ heaviest: Double?) -> Double {
    if edge.label.isEmpty { return 1.3 }
    guard let heaviest, edge.weight.isFinite else { return 2 }
    return 1.2 + 4.3 * max(0, edge.weight) / heaviest
  }

  /// Draws edges, nodes and labels.
  public func draw(on canvas: Canvas, in area: Rect) {
    draw(on: canvas, in: area, heaviest: heaviest)
  }

  /// Draws with the widest line for an edge of weight `heaviest`.
  func draw(on canvas: Canvas, in area: Rect, heaviest: Double?) {
    guard !nodes.isEmpty, area.width > 80, area.height > 60 else {
      return PlotFrame.drawEmpty(on: canvas, in: area, nodes.isEmpty ? "no nodes" : "no room")
    }
    let layout = CellLayout(graph: self, edges: usable, area: area, canvas: canvas)
    for route in layout.routes {
      layout.drawLine(of: route, width: width(of: route.edge, heaviest), on: canvas)
    }
    for (index, box) in layout.boxes.enumerated() {
      let hue = canvas.theme.hues[terminals.contains(index) ? 2 : 7]
      canvas.box(
        box,
        fill: canvas.theme.background.mixed(with: hue, 0.16),
        stroke: hue,
        width: 1.6,
        radius: 7
      )
      canvas.mark("node \(nodes[index])", box, isObstacle: true)
      canvas.text(
        Subscript.drawn(nodes[index]),
        at: box.center,
        .center,
        .middle,
        .label,
        canvas.theme.text,
        maxWidth: box.width - 6
      )
    }
    for route in layout.routes { layout.drawLabel(of: route, on: canvas) }
  }
}
