/// The plot area of a chart with a numeric axis on each side, and the axes around it.
///
/// Made in two steps: `init` measures labels and decides the plot's box; `drawBack` draws grid,
/// axes and labels around it. Axis titles, then tick labels, are given up when room is short.
struct PlotFrame {
  /// A numeric axis and the range to show.
  struct Side {
    let axis: Axis
    let scale: Scale
  }

  let plot: Rect
  let x: Scale
  let y: Scale
  let secondY: Scale?
  private(set) var xTicks: Ticks
  private(set) var yTicks: Ticks
  private var secondTicks: Ticks
  private let sides: (x: Side, y: Side, second: Side?)
  private let area: Rect
  private let showsXTitle: Bool
  private let showsYTitle: Bool
  private let hasLabels: Bool

  private static let tickStyle = TextStyle.small
  private static let titleStyle = TextStyle.label
  private static let gap = 6.0

  /// Fits a plot into `area`, with `trailing` points kept free at its right for direct labels.
  init(
    on canvas: Canvas,
    in area: Rect,
    x: Side,
    y: Side,
    second: Side? = nil,
    trailing: Double = 0,
    showsXLabels: Bool = true,
    showsYLabels: Bool = true
  ) {
    self.area = area
    sides = (x, y, second)
    let hasTitles = area.width >= 160 && area.height >= 110
    showsXTitle = hasTitles && showsXLabels
    showsYTitle = hasTitles && showsYLabels
    hasLabels = area.width >= 80 && area.height >= 56
    let tick = Self.tickStyle
    let title = hasTitles ? Self.titleStyle.height + Self.gap : 0
    let ticksX = hasLabels && showsXLabels
    let ticksY = hasLabels && showsYLabels

    let bottom =
      (ticksX ? tick.height + Self.gap : 0) + (x.axis.title.isEmpty || !ticksX ? 0 : title)
    let top = ticksY ? tick.height / 2 : 0
    let height = max(1, area.height - bottom - top)
    func column(_ side: Side) -> (ticks: Ticks, width: Double) {
      let ticks = Ticks(
        side.scale,
        count: max(2, min(8, Int(height / 40))),
        integersOnly: side.axis.integersOnly,
        atLeast: 3
      )
      let widest = ticks.labels.map { canvas.measure.width($0, tick) }.max() ?? 0
      let titleWidth = side.axis.title.isEmpty ? 0 : title
      return (ticks, (widest + Self.gap + titleWidth).rounded(.up))
    }
    let left = column(y)
    let right = second.map(column)
    yTicks = left.ticks
    secondTicks = right?.ticks ?? .none
    let leftWidth = ticksY ? left.width : 0
    let rightWidth = max(hasLabels ? right?.width ?? 0 : 0, trailing)
    let width = max(1, area.width - leftWidth - rightWidth)
    (xTicks, _) = Self.horizontalTicks(canvas, x, width: width)
    // Half of the last label may hang over the right edge.
    let last = xTicks.labels.last.map { canvas.measure.width($0, tick) / 2 } ?? 0
    let overhang = ticksX ? max(0, last - rightWidth) : 0
    let first = xTicks.labels.first.map { canvas.measure.width($0, tick) / 2 } ?? 0
    let inward = ticksX ? max(0, first - leftWidth) : 0
    plot = Rect(
      left: (area.left + leftWidth + inward).rounded(),
      top: (area.top + top).rounded(),
      right: max(
        area.left + leftWidth + inward + 1,
        (area.right - rightWidth - overhang).rounded()
      ),
      bottom: max(area.top + top + 1, (area.bottom - bottom).rounded())
    )
    self.x = x.scale.placed(from: plot.left, to: plot.right)
    self.y = y.scale.placed(from: plot.bottom, to: plot.top)
    secondY = second?.scale.placed(from: plot.bottom, to: plot.top)
    if !ticksX { xTicks.labels = [] }
    if !ticksY { yTicks.labels = [] }
    if !hasLabels { secondTicks.labels = [] }
  }

  /// A plot that fills `plot` exactly, with tick labels outside it and no axis titles.
  init(
    on canvas: Canvas,
    filling plot: Rect,
    x: Side,
    y: Side,
    showsXLabels: Bool,
    showsYLabels: Bool
  ) {
    self.plot = plot
    area = plot
    sides = (x, y, nil)
    showsXTitle = false
    showsYTitle = false
    hasLabels = true
    self.x = x.scale.placed(from: plot.left, to: plot.right)
    self.y = y.scale.placed(from: plot.bottom, to: plot.top)
    secondY = nil
    secondTicks = .none
    (xTicks, _) = Self.horizontalTicks(canvas, x, width: plot.width)
    if xTicks.values.count < 3, let ends = Self.endTicks(canvas, x, width: plot.width) {
      xTicks = ends
    }
    yTicks = Ticks(
      y.scale,
      count: max(2, min(6, Int(plot.height / 30))),
      integersOnly: y.axis.integersOnly,
      atLeast: 3
    )
    if !showsXLabels { xTicks.labels = [] }
    if !showsYLabels { yTicks.labels = [] }
  }

  /// The first and the last whole number of an axis that has room for little more, or nil where their
  /// labels would reach into the neighbouring plot.
  private static func endTicks(_ canvas: Canvas, _ side: Side, width: Double) -> Ticks? {
    let (first, last) = (side.scale.lower.rounded(.up), side.scale.upper.rounded(.down))
    guard side.axis.integersOnly, side.axis.scale == .linear, first < last, abs(last) < 1e6,
      abs(first) < 1e6
    else { return nil }
    let ticks = Ticks(values: [first, last], labels: [first, last].map { "\(Int($0))" })
    let widest = ticks.labels.map { canvas.measure.width($0, tickStyle) }.max() ?? 0
    return widest <= 21.5 && width >= widest + 10 ? ticks : nil
  }

  /// As many ticks as stand apart by 1.5 times the widest label.
  private static func horizontalTicks(
    _ canvas: Canvas,
    _ side: Side,
    width: Double
  ) -> (Ticks, Double) {
    var count = max(2, min(12, Int(width / 40)))
    while true {
      let ticks = Ticks(side.scale, count: count, integersOnly: side.axis.integersOnly)
      let widest = ticks.labels.map { canvas.measure.width($0, tickStyle) }.max() ?? 0
      let placed = side.scale.placed(from: 0, to: width)
      let positions = ticks.values.compactMap(placed.position)
      let nearest = zip(positions, positions.dropFirst()).map { $1 - $0 }.min() ?? .infinity
      if nearest >= widest + 10 || count <= 1 { return (ticks, widest) }
      count -= 1
    }
  }

  /// Draws grid, axis lines, tick labels and titles.
  func drawBack(on canvas: Canvas, showsXGrid: Bool = true, showsYGrid: Bool = true) {
    canvas.mark("plot", plot)
    let theme = canvas.theme
    for value in showsYGrid ? yTicks.values : [] {
      guard let position = y.position(value) else { continue }
      canvas.hairline(from: Point(plot.left, position), to: Point(plot.right, position), theme.grid)
    }
    for value in showsXGrid ? xTicks.values : [] {
      guard let position = x.position(value) else { continue }
      canvas.hairline(from: Point(position, plot.top), to: Point(position, plot.bottom), theme.grid)
    }
    canvas.hairline(
      from: Point(plot.left, plot.bottom),
      to: Point(plot.right, plot.bottom),
      theme.axis
    )
    drawVertical(on: canvas, yTicks, y, at: plot.left - Self.gap, .right)
    if let secondY {
      drawVertical(on: canvas, secondTicks, secondY, at: plot.right + Self.gap, .left)
    }
    for value in xTicks.minor where !xTicks.labels.isEmpty {
      guard let position = x.position(value) else { continue }
      canvas.hairline(
        from: Point(position, plot.bottom),
        to: Point(position, plot.bottom + 3),
        theme.axis
      )
    }
    for value in yTicks.minor where !yTicks.labels.isEmpty {
      guard let position = y.position(value) else { continue }
      canvas.hairline(
        from: Point(plot.left - 3, position),
        to: Point(plot.left, position),
        theme.axis
      )
    }
    for (value, label) in zip(xTicks.values, xTicks.labels) {
      guard let position = x.position(value) else { continue }
      canvas.hairline(
        from: Point(position, plot.bottom),
        to: Point(position, plot.bottom + 4),
        theme.axis
      )
      canvas.text(
        label,
        at: Point(position, plot.bottom + Self.gap),
        .center,
        .top,
        Self.tickStyle,
        theme.mutedText
      )
    }
    if showsXTitle {
      canvas.text(
        sides.x.axis.title,
        at: Point(plot.center.x, area.bottom),
        .center,
        .bottom,
        Self.titleStyle,
        theme.text,
        maxWidth: area.width
      )
    }
    if showsYTitle {
      canvas.text(
        sides.y.axis.title,
        at: Point(area.left, plot.center.y),
        .left,
        .middle,
        Self.titleStyle,
        theme.text,
        maxWidth: plot.height,
        direction: .upwards
      )
    }
    if showsYTitle, let second = sides.second {
      canvas.text(
        second.axis.title,
        at: Point(area.right, plot.center.y),
        .right,
        .middle,
        Self.titleStyle,
        theme.text,
        maxWidth: plot.height,
        direction: .upwards
      )
    }
  }

  private func drawVertical(
    on canvas: Canvas,
    _ ticks: Ticks,
    _ scale: Scale,
    at x: Double,
    _ anchor: HorizontalAnchor
  ) {
    for (value, label) in zip(ticks.values, ticks.labels) {
      guard let position = scale.position(value) else { continue }
      canvas.text(
        label,
        at: Point(x, position),
        anchor,
        .middle,
        Self.tickStyle,
        canvas.theme.mutedText
      )
    }
  }

  /// An empty frame with a note in its middle, for charts without anything to show.
  static func drawEmpty(on canvas: Canvas, in area: Rect, _ message: String = "no data") {
    guard area.width > 4, area.height > 4 else { return canvas.omit(message) }
    canvas.box(area.inset(all: 0.5), fill: canvas.theme.panel, stroke: canvas.theme.grid)
    canvas.mark("empty frame", area)
    canvas.text(
      message,
      at: area.center,
      .center,
      .middle,
      .label,
      canvas.theme.mutedText,
      maxWidth: area.width - 4
    )
  }
}
