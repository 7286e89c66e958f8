/// The key to the series of a chart, in rows that flow from left to right.
struct Legend {
  /// What stands before a name.
  enum Swatch: Sendable, Hashable {
    case line
    case lineWithMarker
    case fill
    case marker
  }

  /// One name and its look.
  struct Entry {
    let name: String
    let style: SeriesStyle
    let swatch: Swatch
  }

  /// The space the legend takes, including the gap below it.
  let height: Double
  private let placed: [(entry: Entry, origin: Point, width: Double)]
  private let overflow: (count: Int, origin: Point)?

  private static let style = TextStyle.label
  private static let rowHeight = 18.0
  private static let swatchWidth = 22.0

  /// Lays `entries` out from the top-left corner of `area` within a third of its height.
  init(_ entries: [Entry], on canvas: Canvas, in area: Rect) {
    let rowLimit = Int(area.height / 3 / Self.rowHeight)
    let nameLimit = min(area.width - Self.swatchWidth - 4, 240)
    var placed: [(entry: Entry, origin: Point, width: Double)] = []
    var overflow: (count: Int, origin: Point)?
    var pen = area.left
    var row = 0
    guard rowLimit > 0, nameLimit >= 24 else {
      for entry in entries { canvas.omit(entry.name) }
      (height, self.placed, self.overflow) = (0, [], nil)
      return
    }
    let moreWidth = canvas.measure.width("+ 888 more", Self.style) + 4
    for (index, entry) in entries.enumerated() {
      let name = TextMeasure.clean(entry.name)
      let nameWidth = min(nameLimit, canvas.measure.width(name, Self.style))
      let width = Self.swatchWidth + 5 + nameWidth
      let isLast = index == entries.count - 1
      let reserve = row == rowLimit - 1 && !isLast ? moreWidth : 0
      if pen > area.left, pen + width + reserve > area.right {
        guard row + 1 < rowLimit else {
          overflow = (entries.count - index, Point(pen, area.top + Double(row) * Self.rowHeight))
          for rest in entries[index...] { canvas.omit(rest.name) }
          break
        }
        row += 1
        pen = area.left
      }
      placed.append((entry, Point(pen, area.top + Double(row) * Self.rowHeight), nameWidth))
      pen += width + 18
    }
    self.placed = placed
    self.overflow = overflow
    height = entries.isEmpty ? 0 : Double(row + 1) * Self.rowHeight + 8
  }

  func draw(on canvas: Canvas) {
    for (entry, origin, width) in placed {
      let middle = origin.y + Self.rowHeight / 2
      let end = origin.x + Self.swatchWidth
      let color = entry.style.color
      switch entry.swatch {
      case .line, .lineWithMarker:
        canvas.line(
          [Point(origin.x, middle), Point(end, middle)],
          color,
          width: 2.2,
          dash: entry.style.dash
        )
        if entry.swatch == .lineWithMarker {
          canvas.marker(
            entry.style.marker,
            at: Point((origin.x + end) / 2, middle),
            radius: 3.5,
            color
          )
        }
      case .fill:
        canvas.box(
          Rect(x: end - 13, y: middle - 6, width: 13, height: 12),
          fill: color,
          radius: 2
        )
      case .marker:
        canvas.marker(entry.style.marker, at: Point(end - 6, middle), radius: 4, color)
      }
      canvas.text(
        entry.name,
        at: Point(end + 5, middle),
        .left,
        .middle,
        Self.style,
        canvas.theme.text,
        maxWidth: width + 0.01
      )
    }
    if let overflow {
      canvas.text(
        "+ \(overflow.count) more",
        at: Point(overflow.origin.x, overflow.origin.y + 9),
        .left,
        .middle,
        Self.style,
        canvas.theme.mutedText
      )
    }
  }
}
