/// Names beside points: right, left, above or below, wherever no text or other point is met.
enum PointLabels {
  private static let style = TextStyle.small
  private static let reach = 8.0

  /// Draws the names that find room inside `plot`; the others are omitted.
  static func draw(_ named: [(name: String, point: Point)], in plot: Rect, on canvas: Canvas) {
    for (index, entry) in named.enumerated() {
      let point = entry.point
      let places: [(Point, HorizontalAnchor, VerticalAnchor)] = [
        (point + Point(reach, 0), .left, .middle), (point + Point(-reach, 0), .right, .middle),
        (point + Point(0, -reach), .center, .bottom), (point + Point(0, reach), .center, .top),
      ]
      let free = places.lazy.map { anchor, horizontal, vertical in
        canvas.textBox(entry.name, at: anchor, horizontal, vertical, style, maxWidth: 140)
      }.first { placed in
        plot.contains(placed.box) && canvas.isFree(placed.box, margin: 2)
          && !named.enumerated().contains { other, neighbour in
            other != index && placed.box.inset(all: -3).contains(neighbour.point)
          }
      }
      if let free, !free.drawn.isEmpty {
        canvas.draw(free, style, canvas.theme.mutedText, halo: canvas.theme.background)
      } else if !entry.name.isEmpty {
        canvas.omit(entry.name)
      }
    }
  }
}
