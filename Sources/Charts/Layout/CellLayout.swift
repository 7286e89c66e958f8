/// Where the nodes, edges and labels of a cell graph go.
///
/// Nodes stand in columns by their longest path from an input. Between two node columns lies a
/// column for labels; an edge takes a place of its own in every column it passes, so that lines
/// meet neither labels nor nodes of others.
struct CellLayout {
  /// An edge as drawn: one place per column it passes, and which of them holds the label.
  struct Route {
    let edge: CellGraph.Edge
    /// The two ends at the nodes.
    var start: Point
    var end: Point
    /// Left and right end of the level stretch through each column between the nodes.
    var stretches: [(left: Point, right: Point)]
    /// The middle and width of the label's column, or nil for an edge without label.
    var label: (middle: Point, width: Double)?
    /// Corners on the way from the last stretch to the end; empty where a curve leads there.
    var detour: [Point] = []
  }

  private(set) var boxes: [Rect] = []
  private(set) var routes: [Route] = []
  private let styles: [String: SeriesStyle]

  static let labelStyle = TextStyle.small
  static let nodeHeight = 30.0
  private static let labelHeight = 19.0

  init(graph: CellGraph, edges: [CellGraph.Edge], area: Rect, canvas: Canvas) {
    let labels = Set(edges.map(\.label)).sorted().filter { !$0.isEmpty }
    styles = Dictionary(
      zip(labels, canvas.styles(for: labels)),
      uniquingKeysWith: { first, _ in first }
    )
    if Self.isChain(graph, edges),
      let rows = Self.rows(of: graph, edges: edges, area: area, canvas: canvas)
    {
      (boxes, routes) = rows
      return
    }
    let plan = CellPlan(nodeCount: graph.nodes.count, edges: edges)
    let order = LayeredOrder(columns: plan.columns, links: plan.links, count: plan.items.count)
    let tight = plan.items.map { item in
      switch item {
      case .node: Self.nodeHeight + 16
      case .passage(_, let isLabel): isLabel ? Self.labelHeight + 7 : 12.0
      }
    }
    // Spare room is spread between the rows, but not so far that edges turn steep.
    let fullest = order.columns.map { $0.reduce(0) { $0 + tight[$1] } }.max() ?? 0
    let heights = tight.map { $0 * min(1.9, max(1, area.height / max(1, fullest))) }
    let placed = order.positions(
      heights: heights,
      straight: plan.items.map(\.isPassage),
      in: area.top...area.bottom
    )
    // What is left over goes above and below in equal parts.
    let top = zip(placed, heights).map { $0 - $1 / 2 }.min() ?? area.top
    let bottom = zip(placed, heights).map { $0 + $1 / 2 }.max() ?? area.bottom
    let shift = area.center.y - (top + bottom) / 2
    let middles = placed.map { $0 + shift }
    let spans = Self.spans(of: plan, graph: graph, area: area, canvas: canvas)
    let factor = order.columns.map { column in
      area.height / max(area.height, column.reduce(0) { $0 + heights[$1] })
    }
    for index in graph.nodes.indices {
      let column = plan.columnOf[index]
      let height = Self.nodeHeight * factor[column]
      boxes.append(
        Rect(
          left: spans[column].left,
          top: middles[index] - height / 2,
          right: spans[column].right,
          bottom: middles[index] + height / 2
        )
      )
    }
    for (index, edge) in edges.enumerated() {
      let passages = plan.passages[index]
      let stretches = passages.map { item in
        let span = spans[plan.columnOf[item]]
        return (left: Point(span.left, middles[item]), right: Point(span.right, middles[item]))
      }
      let label = passages.first { plan.items[$0] == .passage(index, isLabel: true) }.map { item in
        let span = spans[plan.columnOf[item]]
        return (
          middle: Point((span.left + span.right) / 2, middles[item]),
          width: span.right - span.left
        )
      }
      let (from, to) = (boxes[edge.source], boxes[edge.target])
      routes.append(
        Route(
          edge: edge,
          start: Point(from.right, from.center.y),
          end: Point(to.left, to.center.y),
          stretches: stretches,
          label: label
        )
      )
    }
    spreadEnds()
  }

  /// Left and right of each column: as wide as its nodes or labels, the rest shared as gaps.
  private static func spans(
    of plan: CellPlan,
    graph: CellGraph,
    area: Rect,
    canvas: Canvas
  ) -> [(left: Double, right: Double)] {
    var widths = plan.columns.map { column in
      column.map { item -> Double in
        switch plan.items[item] {
        case .node(let index):
          return nodeWidth(graph.nodes[index], on: canvas)
        case .passage(let edge, let isLabel):
          let name = TextMeasure.clean(plan.edges[edge].label)
          return isLabel ? min(180, canvas.measure.width(name, labelStyle) + 14) : 0
        }
      }.max() ?? 0
    }
    let gaps = Double(max(1, widths.count - 1))
    let room = max(0, area.width - gaps * 16)
    let total = widths.reduce(0, +)
    if total > room { widths = widths.map { $0 * room / total } }
    // Curves longer than this look slack, so small cells stay compact in the middle.
    let gap = min(70, (area.width - widths.reduce(0, +)) / gaps)
    var pen = area.left + (area.width - widths.reduce(0, +) - gap * (gaps)) / 2
    return widths.map { width in
      defer { pen += width + gap }
      return (pen, pen + width)
    }
  }

  /// How wide the box of a node is.
  static func nodeWidth(_ name: String, on canvas: Canvas) -> Double {
    let drawn = TextMeasure.clean(Subscript.drawn(name))
    return min(110, max(34, canvas.measure.width(drawn, .label) + 18))
  }

  /// Gives the edges at one side of a node ends of their own, in the order they come from.
  private mutating func spreadEnds() {
    for (node, box) in boxes.enumerated() {
      let incoming = routes.indices.filter { routes[$0].edge.target == node }
        .sorted { (routes[$0].approach, $0) < (routes[$1].approach, $1) }
      // Plain connections into one node mean one concatenation: they share an arrow.
      let isPlain = incoming.allSatisfy { routes[$0].edge.label.isEmpty }
      for (place, route) in incoming.enumerated() where !isPlain {
        routes[route].end.y = Self.port(place, of: incoming.count, on: box)
      }
      let outgoing = routes.indices.filter { routes[$0].edge.source == node }
        .sorted { (routes[$0].departure, $0) < (routes[$1].departure, $1) }
      for (place, route) in outgoing.enumerated() {
        routes[route].start.y = Self.port(place, of: outgoing.count, on: box)
      }
    }
  }

  private static func port(_ place: Int, of count: Int, on box: Rect) -> Double {
    let step = min(11, (box.height - 10) / Double(max(1, count)))
    return box.center.y + (Double(place) - Double(count - 1) / 2) * step
  }

  func drawLine(of route: Route, width: Double, on canvas: Canvas) {
    let style = styles[route.edge.label]
    let color = style?.color ?? canvas.theme.axis
    let dash = style?.dash ?? [4.0, 3.0]
    let tip = route.end
    var pen = route.start
    for stretch in route.stretches {
      canvas.join(pen, stretch.left, color, width: width, dash: dash)
      canvas.line([stretch.left, stretch.right], color, width: width, dash: dash)
      pen = stretch.right
    }
    if route.detour.isEmpty {
      canvas.join(pen, tip + Point(-7, 0), color, width: width, dash: dash)
    } else {
      canvas.line([pen] + route.detour + [tip + Point(-7, 0)], color, width: width, dash: dash)
    }
    let half = 3 + 0.6 * width
    canvas.polygon([tip, tip + Point(-9, -half), tip + Point(-9, half)], fill: color)
  }

  func drawLabel(of route: Route, on canvas: Canvas) {
    guard let (middle, room) = route.label else { return }
    let placed = canvas.textBox(
      route.edge.label,
      at: middle,
      .center,
      .middle,
      Self.labelStyle,
      maxWidth: room - 8
    )
    let plate = placed.box.inset(left: -6, top: -3, right: -6, bottom: -3)
    guard !placed.drawn.isEmpty, canvas.isFree(placed.box) else {
      return canvas.omit(placed.full)
    }
    canvas.box(
      plate,
      fill: canvas.theme.background,
      stroke: styles[route.edge.label]?.color ?? canvas.theme.axis,
      width: 1.2,
      radius: 8
    )
    canvas.draw(placed, Self.labelStyle, canvas.theme.text)
  }
}

extension CellLayout.Route {
  /// The height the edge comes from as it nears its target.
  fileprivate var approach: Double { stretches.last?.right.y ?? start.y }
  /// The height the edge goes to as it leaves its source.
  fileprivate var departure: Double { stretches.first?.left.y ?? end.y }
}

extension Canvas {
  /// A curve that leaves and arrives level.
  fileprivate func join(
    _ start: Point,
    _ end: Point,
    _ color: Color,
    width: Double,
    dash: [Double]
  ) {
    let reach = (end.x - start.x) * 0.5
    curve(
      start,
      start + Point(reach, 0),
      end - Point(reach, 0),
      end,
      color,
      width: width,
      dash: dash
    )
  }
}
