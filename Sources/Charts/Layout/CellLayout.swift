/// Where the nodes and edges of a cell graph go: terminals in columns of their own, intermediate
/// nodes staggered over rows so that edges have room for their labels.
struct CellLayout {
  /// A cubic curve.
  struct Path {
    let start: Point
    let first: Point
    let second: Point
    let end: Point

    func at(_ t: Double) -> Point {
      let s = 1 - t
      return start * (s * s * s) + first * (3 * s * s * t) + second * (3 * s * t * t)
        + end * (t * t * t)
    }
  }

  private(set) var boxes: [Rect] = []
  private(set) var paths: [(CellGraph.Edge, Path)] = []
  private let colors: [String: SeriesStyle]

  init(graph: CellGraph, edges: [CellGraph.Edge], area: Rect, canvas: Canvas) {
    let widest = graph.nodes.map { canvas.measure.width(TextMeasure.clean($0), .label) }.max() ?? 0
    let width = min(max(34, widest + 18), 96)
    let height = 30.0
    let sources = Set(edges.map { $0.source })
    let targets = Set(edges.map { $0.target })
    let inputs = graph.nodes.indices.filter { !targets.contains($0) && sources.contains($0) }
    let outputs = graph.nodes.indices.filter { targets.contains($0) && !sources.contains($0) }
    let middle = graph.nodes.indices.filter { !inputs.contains($0) && !outputs.contains($0) }
    var boxes = [Rect](
      repeating: Rect(x: area.left, y: area.top, width: width, height: height),
      count: graph.nodes.count)
    func place(_ index: Int, _ x: Double, _ y: Double) {
      let center = Point(
        min(max(x, area.left + width / 2), area.right - width / 2),
        min(max(y, area.top + height / 2), area.bottom - height / 2))
      boxes[index] = Rect(
        x: center.x - width / 2, y: center.y - height / 2, width: width, height: height)
    }
    func column(_ indices: [Int], _ x: Double) {
      for (row, index) in indices.enumerated() {
        let share = (Double(row) + 0.5) / Double(indices.count)
        place(index, x, area.top + area.height * (0.1 + 0.8 * share))
      }
    }
    column(inputs, area.left + width / 2)
    column(outputs, area.right - width / 2)
    let left = area.left + (inputs.isEmpty ? 0 : width)
    let right = area.right - (outputs.isEmpty ? 0 : width)
    // Down and up in turn: neighbours never share a row, so their edges part.
    let rows = [0.14, 0.86, 0.38, 0.66]
    for (rank, index) in middle.enumerated() {
      let share = (Double(rank) + 1) / (Double(middle.count) + 1)
      place(
        index, left + (right - left) * share,
        area.top + area.height * rows[rank % rows.count])
    }
    self.boxes = boxes
    let names = Set(edges.map { $0.label }).sorted().filter { !$0.isEmpty }
    let styles = canvas.styles(for: names)
    colors = Dictionary(uniqueKeysWithValues: zip(names, styles))
    var parallel: [[Int]: Int] = [:]
    paths = edges.map { edge in
      let count = parallel[[edge.source, edge.target], default: 0]
      parallel[[edge.source, edge.target]] = count + 1
      let from = boxes[edge.source]
      let to = boxes[edge.target]
      let start = Point(from.right, from.center.y)
      let end = Point(to.left - 7, to.center.y + Double(count) * 9)
      let reach = max(24, (end.x - start.x) * 0.45)
      let bend = Double(count) * 60
      return (
        edge,
        Path(
          start: start, first: Point(start.x + reach, start.y + bend),
          second: Point(end.x - reach, end.y + bend), end: end)
      )
    }
  }

  private func color(_ edge: CellGraph.Edge, _ canvas: Canvas) -> Color {
    colors[edge.label]?.color ?? canvas.theme.axis
  }

  func draw(_ edge: CellGraph.Edge, _ path: Path, on canvas: Canvas) {
    let color = color(edge, canvas)
    let isPlain = edge.label.isEmpty
    canvas.curve(
      path.start, path.first, path.second, path.end, color, width: isPlain ? 1.2 : 2,
      dash: isPlain ? [4, 3] : colors[edge.label]?.dash ?? [])
    canvas.polygon(
      [
        path.end + Point(7, 0), path.end + Point(-3, -4.5), path.end + Point(-3, 4.5),
      ], fill: color)
  }

  /// Writes the label where it meets neither node nor text, near the middle of the edge if possible.
  func label(_ edge: CellGraph.Edge, _ path: Path, on canvas: Canvas) {
    let style = TextStyle.small
    for share in [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.15, 0.85] {
      for shift in [0.0, -13, 13, -26, 26] {
        let anchor = path.at(share) + Point(0, shift)
        let placed = canvas.textBox(edge.label, at: anchor, .center, .middle, style, maxWidth: 130)
        guard canvas.isFree(placed.box, margin: 3) else { continue }
        let plate = placed.box.inset(left: -3, top: -1, right: -3, bottom: -1)
        canvas.box(plate, fill: canvas.theme.background, radius: 3)
        canvas.draw(placed, style, color(edge, canvas).mixed(with: canvas.theme.text, 0.35))
        return
      }
    }
    canvas.omit(edge.label)
  }
}
