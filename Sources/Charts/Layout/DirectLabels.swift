/// Names of series written at the right ends of their lines, in place of a legend.
struct DirectLabels {
  /// The space to keep free at the right of the plot.
  let trailing: Double
  private let names: [String]
  private let width: Double

  private static let style = TextStyle.label
  private static let leader = 20.0
  private static let spacing = 16.0

  /// Nil when there are too few or too many names, or too little room, for direct labels.
  init?(_ names: [String], on canvas: Canvas, in area: Rect) {
    guard names.count > 1, names.count <= 8, area.width >= 400,
      Double(names.count) * Self.spacing < area.height * 0.6
    else { return nil }
    let widest = names.map { canvas.measure.width(TextMeasure.clean($0), Self.style) }.max() ?? 0
    width = min(widest, area.width * 0.22)
    trailing = (Self.leader + 5 + width).rounded(.up)
    self.names = names
  }

  /// Draws the names beside `ends`, joined to them by leaders.
  func draw(at ends: [Point?], _ styles: [SeriesStyle], beside plot: Rect, on canvas: Canvas) {
    let shown = ends.indices.filter { ends[$0] != nil }
    let wanted = shown.compactMap { ends[$0]?.y }
    let half = Self.style.height / 2
    guard
      let placed = LabelSpread.spread(
        wanted,
        spacing: Self.spacing,
        in: (plot.top + half)...(plot.bottom - half)
      )
    else {
      for name in names { canvas.omit(name) }
      return
    }
    for (index, y) in zip(shown, placed) {
      guard let end = ends[index] else { continue }
      let start = Point(plot.right + 5, end.y)
      let stop = Point(plot.right + Self.leader, y)
      let bend = Point((start.x + stop.x) / 2, y)
      canvas.curve(
        start,
        Point(bend.x, start.y),
        bend,
        stop,
        styles[index].color,
        width: 1.2,
        dash: styles[index].dash
      )
      canvas.text(
        names[index],
        at: Point(stop.x + 5, y),
        .left,
        .middle,
        Self.style,
        canvas.theme.text,
        maxWidth: width + 0.01
      )
    }
  }
}
