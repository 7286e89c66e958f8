/// Names at the left of equal rows, in smaller letters or thinned where rows are low.
struct RowLabels {
  /// The space at the left, gap included; 0 for none.
  let width: Double
  private let names: [String]
  private let limit: Double

  private static let gap = 6.0

  /// Measures `names` for at most `most` points.
  init(_ names: [String], most: Double, on canvas: Canvas) {
    self.names = names.map(TextMeasure.clean)
    let widest = self.names.map { canvas.measure.width($0, .small) }.max() ?? 0
    limit = max(0, min(widest, most))
    width = limit > 0 ? (limit + Self.gap).rounded(.up) : 0
  }

  /// Draws them beside `cells`.
  func draw(beside cells: Rect, on canvas: Canvas) {
    let slot = cells.height / Double(max(1, names.count))
    let style = Self.style(slot: slot)
    let stride = max(1, Int(((style.height + 0.2) / slot).rounded(.up)))
    for (index, name) in names.enumerated() {
      guard index % stride == 0, limit > 0 else {
        canvas.omit(name)
        continue
      }
      canvas.text(
        name,
        at: Point(cells.left - Self.gap, cells.top + (Double(index) + 0.5) * slot),
        .right,
        .middle,
        style,
        canvas.theme.text,
        maxWidth: limit + 0.01
      )
    }
  }

  /// Smaller letters rather than every second name, down to a size that still reads.
  private static func style(slot: Double) -> TextStyle {
    let fitting = (slot - 0.3) / (TextStyle.small.height / TextStyle.small.size)
    return fitting >= 8 && fitting < TextStyle.small.size
      ? TextStyle(size: fitting, isBold: false) : .small
  }
}
