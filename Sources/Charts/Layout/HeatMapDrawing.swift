/// The layout and drawing of one heat map.
struct HeatMapDrawing {
  let map: HeatMap
  let canvas: Canvas
  let area: Rect

  private static let gap = 6.0

  func draw() {
    let theme = canvas.theme
    var inner = area
    let scale = map.scale
    let hasTitles = area.width >= 200 && area.height >= 140
    let bar = scale.flatMap { scale -> ColorBar? in
      let bar = ColorBar(
        map.color,
        scale: scale,
        colors: map.colors,
        height: area.height * 0.7,
        on: canvas
      )
      return bar.width < area.width * 0.35 && area.height >= 60 ? bar : nil
    }
    if scale != nil, bar == nil { canvas.omit("colour bar") }
    if let bar { inner = inner.inset(right: bar.width) }
    let title = TextStyle.label.height + Self.gap
    if hasTitles, !map.rowTitle.isEmpty { inner = inner.inset(left: title) }
    if hasTitles, !map.columnTitle.isEmpty { inner = inner.inset(bottom: title) }
    let names = RowLabels(map.rows, most: area.width >= 80 ? area.width * 0.3 : 0, on: canvas)
    inner = inner.inset(left: names.width)
    let labels = CategoryLabels(
      map.columns,
      slot: inner.width / Double(map.columns.count),
      room: area.height,
      share: 0.42,
      on: canvas
    )
    inner = inner.inset(bottom: labels.height.rounded(.up))
    let cells = Rect(
      left: inner.left.rounded(.up),
      top: inner.top.rounded(.up),
      right: inner.right.rounded(.down),
      bottom: inner.bottom.rounded(.down)
    )
    guard cells.width >= 4, cells.height >= 4 else {
      return PlotFrame.drawEmpty(on: canvas, in: area, "too small")
    }
    canvas.mark("cells", cells)
    HeatCells(
      values: map.values,
      columnCount: map.columns.count,
      scale: scale,
      colors: map.colors,
      showsNumbers: true
    ).draw(in: cells, on: canvas)
    names.draw(beside: cells, on: canvas)
    labels.draw(
      on: canvas,
      left: cells.left,
      top: cells.bottom,
      slot: cells.width / Double(map.columns.count)
    )
    bar?.draw(on: canvas, in: area, along: cells)
    guard hasTitles else { return }
    canvas.text(
      map.rowTitle,
      at: Point(area.left, cells.center.y),
      .left,
      .middle,
      .label,
      theme.text,
      maxWidth: cells.height,
      direction: .upwards
    )
    canvas.text(
      map.columnTitle,
      at: Point(cells.center.x, area.bottom),
      .center,
      .bottom,
      .label,
      theme.text,
      maxWidth: cells.width
    )
  }
}
