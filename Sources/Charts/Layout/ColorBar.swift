/// The key from colours to values at the right of a chart.
struct ColorBar {
  /// The space it takes, gap included.
  let width: Double
  private let scale: Scale
  private let axis: Axis
  private let colors: ColorMap
  private let ticks: Ticks

  private static let barWidth = 14.0
  private static let gap = 16.0
  private static let style = TextStyle.small

  /// Measures the bar of `scale` for a chart as high as `height`.
  init(_ axis: Axis, scale: Scale, colors: ColorMap, height: Double, on canvas: Canvas) {
    self.axis = axis
    self.scale = scale
    self.colors = colors
    ticks = Ticks(
      scale,
      count: max(2, min(7, Int(height / 36))),
      integersOnly: axis.integersOnly,
      atLeast: 3
    )
    let widest = ticks.labels.map { canvas.measure.width($0, Self.style) }.max() ?? 0
    let title = axis.title.isEmpty ? 0 : TextStyle.label.height + 8
    width = (Self.gap + Self.barWidth + 6 + widest + title).rounded(.up)
  }

  /// Draws the bar against the right edge of `area`, as high as `span`.
  func draw(on canvas: Canvas, in area: Rect, along span: Rect) {
    let bar = Rect(
      x: area.right - width + Self.gap,
      y: span.top,
      width: Self.barWidth,
      height: span.height
    )
    let steps = max(1, Int(span.height.rounded()))
    for step in 0..<steps {
      let fraction = 1 - (Double(step) + 0.5) / Double(steps)
      let slice = Rect(
        x: bar.left,
        y: bar.top + Double(step) * bar.height / Double(steps),
        width: bar.width,
        height: bar.height / Double(steps)
      )
      canvas.box(slice, fill: colors.color(at: fraction, theme: canvas.theme))
    }
    canvas.mark("colour bar", bar)
    let placed = scale.placed(from: bar.bottom, to: bar.top)
    for (value, label) in zip(ticks.values, ticks.labels) {
      guard let y = placed.position(value) else { continue }
      canvas.hairline(
        from: Point(bar.right, y),
        to: Point(bar.right + 3, y),
        canvas.theme.axis
      )
      canvas.text(
        label,
        at: Point(bar.right + 6, y),
        .left,
        .middle,
        Self.style,
        canvas.theme.mutedText
      )
    }
    canvas.text(
      axis.title,
      at: Point(area.right, bar.center.y),
      .right,
      .middle,
      .label,
      canvas.theme.text,
      maxWidth: bar.height,
      direction: .upwards
    )
  }
}
