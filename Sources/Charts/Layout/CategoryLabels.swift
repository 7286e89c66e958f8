/// Names below equal slots of a horizontal band: level when all fit, upright otherwise.
///
/// When the slots are narrower than a line of text only every n-th name is drawn; short names such
/// as epochs stay level and are thinned the same way.
struct CategoryLabels {
  /// The space below the band.
  let height: Double
  private let names: [String]
  private let direction: TextDirection
  private let stride: Int
  private let limit: Double

  private static let style = TextStyle.small
  private static let gap = 5.0

  /// Decides the direction for slots of `slot` points each and at most `share` of `room` in height.
  init(_ names: [String], slot: Double, room: Double, share: Double = 0.35, on canvas: Canvas) {
    self.names = names.map(TextMeasure.clean)
    let style = Self.style
    let widest = self.names.map { canvas.measure.width($0, style) }.max() ?? 0
    guard room * share > style.height + Self.gap, widest > 0 else {
      for name in names { canvas.omit(name) }
      (height, direction, stride, limit) = (0, .horizontal, 0, 0)
      return
    }
    if widest <= slot - 6 {
      (direction, stride, limit) = (.horizontal, 1, slot - 6)
      height = style.height + Self.gap
    } else if self.names.allSatisfy({ $0.count <= 5 }), widest <= 40, self.names.count > 8 {
      direction = .horizontal
      let needed = (widest + 8) / max(slot, 0.01)
      stride = [2, 5, 10, 20, 50, 100, 200, 500].first { Double($0) >= needed } ?? self.names.count
      limit = widest
      height = style.height + Self.gap
    } else {
      direction = .upwards
      stride = max(1, Int(((style.height + 1) / max(slot, 0.01)).rounded(.up)))
      limit = min(widest, room * share - Self.gap, 180)
      height = limit + Self.gap
    }
  }

  /// Draws the names below `top`, the first slot starting at `left`.
  func draw(on canvas: Canvas, left: Double, top: Double, slot: Double) {
    guard stride > 0 else { return }
    // Whole numbers are thinned to round ones.
    let numbers = stride > 1 ? names.compactMap { Int($0) } : []
    for (index, name) in names.enumerated() {
      let rank = numbers.count == names.count ? numbers[index] : index
      guard rank % stride == 0 else {
        canvas.omit(name)
        continue
      }
      canvas.text(
        name,
        at: Point(left + (Double(index) + 0.5) * slot, top + Self.gap),
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
