/// Names beside points: right, left, above or below, wherever no text, point or line is met.
enum PointLabels {
  private static let style = TextStyle.small
  private static let reach = 8.0

  /// Draws the names that find room inside `plot`; the others are omitted.
  ///
  /// The straight `line` through the plot, two points or none, is crossed only when nothing else
  /// is free.
  static func draw(
    _ named: [(name: String, point: Point)],
    avoiding points: [Point],
    _ line: [Point],
    in plot: Rect,
    on canvas: Canvas
  ) {
    for (name, point) in named {
      let places: [(Point, HorizontalAnchor, VerticalAnchor)] = [
        (point + Point(reach, 0), .left, .middle), (point + Point(-reach, 0), .right, .middle),
        (point + Point(0, -reach), .center, .bottom), (point + Point(0, reach), .center, .top),
      ]
      let free = places.map { anchor, horizontal, vertical in
        canvas.textBox(name, at: anchor, horizontal, vertical, style, maxWidth: 140)
      }.filter { placed in
        !placed.drawn.isEmpty && plot.contains(placed.box)
          && canvas.isFree(placed.box, margin: 2)
          && !points.contains { $0 != point && placed.box.inset(all: -5).contains($0) }
      }
      if let chosen = free.first(where: { !crosses(line, $0.box) }) ?? free.first {
        canvas.draw(chosen, style, canvas.theme.mutedText, halo: canvas.theme.background)
      } else if !name.isEmpty {
        canvas.omit(name)
      }
    }
  }

  /// Whether the corners of `box` lie on both sides of the line.
  static func crosses(_ line: [Point], _ box: Rect) -> Bool {
    guard line.count == 2 else { return false }
    let along = line[1] - line[0]
    let sides = [
      Point(box.left, box.top), Point(box.right, box.top), Point(box.left, box.bottom),
      Point(box.right, box.bottom),
    ].map { corner in
      let offset = corner - line[0]
      return along.x * offset.y - along.y * offset.x
    }
    return (sides.min() ?? 0) < 0 && (sides.max() ?? 0) > 0
  }
}
