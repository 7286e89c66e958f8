/// Equal plots in rows and columns, tick labels only at the left and below the last of a column.
struct PanelGrid {
  private let count: Int
  /// How many plots stand in a row.
  let columns: Int
  private let rows: Int
  private let area: Rect
  private let origin: Point
  private let size: (width: Double, height: Double)
  private let titles: (x: String, y: String)
  /// Whether there is room for labels at all.
  let hasLabels: Bool

  private static let columnGap = 22.0
  private static let heading = TextStyle.smallBold.height + 6
  private static let tick = TextStyle.small

  /// Divides `area` into `count` plots with numeric axes, in `columns` columns when given.
  init(
    count: Int,
    columns: Int?,
    x: PlotFrame.Side,
    y: PlotFrame.Side,
    on canvas: Canvas,
    in area: Rect
  ) {
    let ticks = Ticks(y.scale, count: 12, integersOnly: y.axis.integersOnly)
    let widest = ticks.labels.map { canvas.measure.width($0, Self.tick) }.max() ?? 0
    self.init(
      count: count,
      columns: columns,
      titles: (x.axis.title, y.axis.title),
      labels: (below: Self.tick.height + 6, beside: widest + 6),
      in: area
    )
  }

  /// Divides `area` into `count` plots, with room for labels below each column and beside each row.
  init(
    count: Int,
    columns: Int?,
    titles: (x: String, y: String),
    labels: (below: Double, beside: Double),
    in area: Rect
  ) {
    self.count = count
    self.area = area
    self.titles = titles
    let hasTitles = area.width >= 200 && area.height >= 140
    hasLabels = area.width >= 120 && area.height >= 80
    let title = TextStyle.label.height + 6
    let left =
      (hasLabels ? labels.beside : 0) + (hasTitles && !titles.y.isEmpty ? title : 0)
    let bottom =
      (hasLabels ? labels.below : 0) + (hasTitles && !titles.x.isEmpty ? title : 0)
    let inner = area.inset(left: left.rounded(.up), right: 14, bottom: bottom.rounded(.up))
    let chosen = columns.map { max(1, min($0, count)) } ?? Self.columns(count, in: inner)
    self.columns = chosen
    rows = (count + chosen - 1) / chosen
    origin = Point(inner.left.rounded(), inner.top.rounded())
    size = (
      ((inner.width + Self.columnGap) / Double(chosen) - Self.columnGap).rounded(.down),
      ((inner.height - Double(rows - 1) * 8) / Double(rows) - Self.heading).rounded(.down)
    )
  }

  /// The number of columns whose plots come nearest to 1.5 times as wide as high.
  private static func columns(_ count: Int, in area: Rect) -> Int {
    let candidates = (1...max(1, min(count, 12))).map { columns in
      let rows = (count + columns - 1) / columns
      let width = max(1, area.width / Double(columns) - columnGap)
      let height = max(1, area.height / Double(rows) - heading - 8)
      let empty = Double(rows * columns - count) / Double(count)
      let shape = width / height / 1.5
      return (columns, max(shape, 1 / shape) * (1 + 2 * empty))
    }
    return candidates.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0 ?? 1
  }

  /// The plot of panel `index`, or nil when there is no room for it.
  func plot(_ index: Int) -> Rect? {
    guard size.width > 0, size.height > 0 else { return nil }
    let (row, column) = (index / columns, index % columns)
    let step = size.height + Self.heading + 8
    return Rect(
      x: origin.x + Double(column) * (size.width + Self.columnGap),
      y: origin.y + Self.heading.rounded(.up) + Double(row) * step,
      width: size.width,
      height: size.height
    )
  }

  /// Whether panel `index` is the last of its column.
  func showsXLabels(_ index: Int) -> Bool { hasLabels && index + columns >= count }

  /// Whether panel `index` is the first of its row.
  func showsYLabels(_ index: Int) -> Bool { hasLabels && index % columns == 0 }

  /// Draws the titles of the shared axes once for the grid.
  func drawTitles(on canvas: Canvas) {
    guard area.width >= 200, area.height >= 140, let first = plot(0),
      let last = plot((rows - 1) * columns)
    else { return }
    let right = first.left + Double(columns) * (size.width + Self.columnGap) - Self.columnGap
    canvas.text(
      titles.x,
      at: Point((first.left + right) / 2, area.bottom),
      .center,
      .bottom,
      .label,
      canvas.theme.text,
      maxWidth: right - first.left
    )
    canvas.text(
      titles.y,
      at: Point(area.left, (first.top + last.bottom) / 2),
      .left,
      .middle,
      .label,
      canvas.theme.text,
      maxWidth: last.bottom - first.top,
      direction: .upwards
    )
  }
}
