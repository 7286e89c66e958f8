/// Several cells as graphs in a grid: a network whose cells are their own.
///
/// Widths of lines share one scale, so that cells can be compared.
public struct CellGraphs: ChartKind {
  /// One cell.
  public struct Panel: Sendable, Hashable, Codable {
    /// The heading of the cell.
    public var title: String
    /// The cell.
    public var graph: CellGraph

    /// Creates a panel.
    public init(_ title: String, graph: CellGraph) {
      self.title = title
      self.graph = graph
    }
  }

  /// The cells, row by row.
  public var panels: [Panel]
  /// How many cells stand in a row, or nil to choose by the room.
  public var columns: Int?

  /// Creates a grid of cells.
  public init(panels: [Panel], columns: Int? = nil) {
    self.panels = panels
    self.columns = columns
  }

  /// The stable name of the kind.
  public static let id = "cell-graphs"
  /// What the kind is for.
  public static let summary = "the cells of a network that are each their own"

  /// Two cells that keep different numbers of edges.
  public static var example: CellGraphs {
    let nodes = ["c_{k-2}", "c_{k-1}", "0", "1", "c_{k}"]
    func cell(_ edges: [(Int, Int, String, Double)]) -> CellGraph {
      CellGraph(
        nodes: nodes,
        edges: edges.map {
          CellGraph.Edge(source: $0.0, target: $0.1, label: $0.2, weight: $0.3)
        } + [2, 3].map { CellGraph.Edge(source: $0, target: 4) },
        terminals: [0, 1, 4]
      )
    }
    return CellGraphs(panels: [
      Panel(
        "cell 0",
        graph: cell([
          (0, 2, "sep_conv_3x3", 0.8), (1, 2, "skip_connect", 0.3), (2, 3, "sep_conv_3x3", 0.5),
        ])
      ),
      Panel(
        "cell 1",
        graph: cell([(1, 2, "sep_conv_3x3", 0.4), (0, 3, "skip_connect", 0.9)])
      ),
    ])
  }

  /// A cell per stress name.
  public static func stressed(with data: StressData) -> CellGraphs {
    CellGraphs(
      panels: data.names.prefix(6).map { Panel($0, graph: CellGraph.stressed(with: data)) }
    )
  }

  /// The largest weight of all cells, or nil when none is above zero.
  private var heaviest: Double? { panels.compactMap(\.graph.heaviest).max() }

  /// What the cells have to say, the width of lines once for all.
  public var notes: [String] {
    let edges = panels.map { $0.graph.edges.count - $0.graph.usable.count }.reduce(0, +)
    return
      (edges == 0 ? [] : ["\(edges) \(edges == 1 ? "edge" : "edges") to no later node not shown"])
      + (heaviest.map { ["width of a line: weight, up to \(TickFormat.short($0))"] } ?? [])
  }

  /// One row per edge.
  public var table: DataTable {
    var table = DataTable(columns: ["cell"] + CellGraph(nodes: [], edges: []).table.columns)
    for panel in panels {
      for row in panel.graph.table.rows { table.append([.text(panel.title)] + row) }
    }
    return table
  }

  /// Draws the cells in rows.
  public func draw(on canvas: Canvas, in area: Rect) {
    guard !panels.isEmpty else { return PlotFrame.drawEmpty(on: canvas, in: area, "no cells") }
    let chosen = max(1, min(columns ?? Self.columns(panels.count, in: area), panels.count))
    let rows = (panels.count + chosen - 1) / chosen
    let gap = 16.0
    let heading = TextStyle.smallBold.height + 6
    let width = ((area.width + gap) / Double(chosen) - gap).rounded(.down)
    let height = ((area.height + gap) / Double(rows) - gap).rounded(.down)
    guard width > 80, height - heading > 60 else {
      return PlotFrame.drawEmpty(on: canvas, in: area, "no room")
    }
    for (index, panel) in panels.enumerated() {
      let left = area.left + Double(index % chosen) * (width + gap)
      let top = area.top + Double(index / chosen) * (height + gap)
      canvas.text(
        panel.title,
        at: Point(left, top),
        .left,
        .top,
        .smallBold,
        canvas.theme.text,
        maxWidth: width
      )
      panel.graph.draw(
        on: canvas,
        in: Rect(x: left, y: top + heading, width: width, height: height - heading),
        heaviest: heaviest
      )
    }
  }

  /// The number of columns whose cells come nearest to twice as wide as high.
  private static func columns(_ count: Int, in area: Rect) -> Int {
    let candidates = (1...min(count, 6)).map { columns in
      let rows = (count + columns - 1) / columns
      let shape = area.width / Double(columns) / max(1, area.height / Double(rows)) / 2
      return (columns, max(shape, 1 / max(shape, 1e-9)))
    }
    return candidates.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0 ?? 1
  }
}
