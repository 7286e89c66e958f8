/// Names below equal slots of a horizontal band.
///
/// They stand level on up to three lines when that shows them whole, upright otherwise. When the
/// slots are narrower than a line of text only every n-th name is drawn; short names such as
/// epochs stay level and are thinned the same way.
struct CategoryLabels {
  /// The space below the band.
  let height: Double
  private let lines: [[String]]
  private let direction: TextDirection
  private let stride: Int
  private let limit: Double

  private static let style = TextStyle.small
  private static let gap = 5.0

  /// Decides the direction for slots of `slot` points each and at most `share` of `room` in height.
  init(_ names: [String], slot: Double, room: Double, share: Double = 0.35, on canvas: Canvas) {
    let style = Self.style
    let names = names.map(TextMeasure.clean)
    let widest = names.map { canvas.measure.width($0, style) }.max() ?? 0
    guard room * share > style.height + Self.gap, widest > 0 else {
      for name in names { canvas.omit(name) }
      (height, lines, direction, stride, limit) = (0, [], .horizontal, 0, 0)
      return
    }
    if widest <= slot - 6 {
      (lines, direction, stride, limit) = (names.map { [$0] }, .horizontal, 1, slot - 6)
      height = style.height + Self.gap
    } else if names.count > 8, widest <= 40, names.allSatisfy({ $0.count <= 5 }) {
      (lines, direction, limit) = (names.map { [$0] }, .horizontal, widest)
      let needed = (widest + 8) / max(slot, 0.01)
      stride =
        [2, 5, 10, 20, 50, 100, 200, 500].first { Double($0) >= needed } ?? names.count
      height = style.height + Self.gap
    } else if let wrapped = Self.wrapped(names, slot: slot, room: room * share, on: canvas) {
      (lines, direction, stride, limit) = (wrapped, .horizontal, 1, slot - 6)
      height = Double(wrapped.map(\.count).max() ?? 1) * style.leading + Self.gap
    } else {
      (lines, direction) = (names.map { [$0] }, .upwards)
      stride = max(1, Int(((style.height + 1) / max(slot, 0.01)).rounded(.up)))
      limit = min(widest, room * share - Self.gap, 180)
      height = limit + Self.gap
    }
  }

  /// The names on up to three lines each, or nil when one would not be whole.
  private static func wrapped(
    _ names: [String],
    slot: Double,
    room: Double,
    on canvas: Canvas
  ) -> [[String]]? {
    let limit = min(3, Int((room - gap) / style.leading))
    guard slot >= 60, limit > 0 else { return nil }
    let lines = names.map {
      canvas.measure.wrapped($0, to: slot - 6, lines: limit, style)
    }
    let isWhole = zip(names, lines).allSatisfy { name, lines in
      lines.joined(separator: " ") == name.split(separator: " ").joined(separator: " ")
    }
    return isWhole ? lines : nil
  }

  /// Draws the names below `top`, the first slot starting at `left`.
  func draw(on canvas: Canvas, left: Double, top: Double, slot: Double) {
    guard stride > 0 else { return }
    // Whole numbers are thinned to round ones.
    let numbers = stride > 1 ? lines.compactMap { Int($0[0]) } : []
    for (index, parts) in lines.enumerated() {
      let rank = numbers.count == lines.count ? numbers[index] : index
      guard rank % stride == 0 else {
        canvas.omit(parts.joined(separator: " "))
        continue
      }
      for (row, part) in parts.enumerated() {
        let anchor = Point(
          left + (Double(index) + 0.5) * slot,
          top + Self.gap + Double(row) * Self.style.leading
        )
        canvas.text(
          part,
          at: anchor,
          .center,
          .top,
          Self.style,
          canvas.theme.text,
          maxWidth: limit + 0.01,
          direction: direction
        )
      }
    }
  }
}
