extension CellLayout {
  /// Whether the edges lead from each node to the next and nowhere else.
  static func isChain(_ graph: CellGraph, _ edges: [CellGraph.Edge]) -> Bool {
    graph.nodes.count > 2 && edges.count == graph.nodes.count - 1
      && edges.enumerated().allSatisfy { $1.source == $0 && $1.target == $0 + 1 }
  }

  /// Boxes and routes of a chain too long for one row, in rows of equal length that are read like
  /// text; nil where one row has room for all names.
  ///
  /// The edge that ends a row carries its label there and returns to the left between the rows.
  /// Where `area` is too low for as many rows as the names want, rows grow longer and names are cut.
  static func rows(
    of graph: CellGraph,
    edges: [CellGraph.Edge],
    area: Rect,
    canvas: Canvas
  ) -> (boxes: [Rect], routes: [Route])? {
    let node = graph.nodes.map { nodeWidth($0, on: canvas) }.max() ?? 0
    let label =
      edges.map {
        min(180, canvas.measure.width(TextMeasure.clean($0.label), labelStyle) + 26)
      }.max() ?? 0
    let gap = 16.0
    let margin = 14.0
    let room = area.width - 2 * margin
    let step = node + label + 2 * gap
    guard step * Double(edges.count) + node > area.width else { return nil }
    let wanted = max(1, Int(room / step))
    let most = max(1, Int(area.height / (nodeHeight + 22)))
    let rows = min(most, (graph.nodes.count + wanted - 1) / wanted)
    guard rows > 1 else { return nil }
    let count = (graph.nodes.count + rows - 1) / rows
    let used = min(step, room / Double(count))
    let scale = used / step
    let pitch = min(area.height / Double(rows), 3 * nodeHeight)
    let left = area.center.x - used * Double(count) / 2
    let top = area.center.y - pitch * Double(rows) / 2
    func row(of index: Int) -> Double { top + (Double(index / count) + 0.5) * pitch }
    let boxes = graph.nodes.indices.map { index in
      let x = left + Double(index % count) * used
      let y = row(of: index)
      return Rect(
        left: x,
        top: y - nodeHeight / 2,
        right: x + node * scale,
        bottom: y + nodeHeight / 2
      )
    }
    let routes = edges.map { edge in
      let (from, to) = (boxes[edge.source], boxes[edge.target])
      let y = from.center.y
      let from0 = from.right + gap * scale
      let stretch = (left: Point(from0, y), right: Point(from0 + label * scale, y))
      var route = Route(
        edge: edge,
        start: Point(from.right, y),
        end: Point(to.left, to.center.y),
        stretches: [stretch],
        label: edge.label.isEmpty
          ? nil : (middle: Point((stretch.left.x + stretch.right.x) / 2, y), width: label * scale)
      )
      if to.center.y > y {
        let right = stretch.right.x + margin / 2
        let between = (y + to.center.y) / 2
        route.detour = [
          Point(right, y), Point(right, between), Point(to.left - margin, between),
          Point(to.left - margin, to.center.y),
        ]
      }
      return route
    }
    return (boxes, routes)
  }
}
