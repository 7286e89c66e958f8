/// The layout and drawing of one grid of heat maps.
struct HeatMultiplesDrawing {
  let chart: HeatMultiples
  let canvas: Canvas
  let area: Rect

  func draw() {
    let scale = chart.scale
    let bar = scale.flatMap { scale -> ColorBar? in
      let bar = ColorBar(
        chart.color,
        scale: scale,
        colors: .sequential,
        height: area.height * 0.7,
        on: canvas
      )
      return bar.width < area.width * 0.35 && area.height >= 60 ? bar : nil
    }
    if scale != nil, bar == nil { canvas.omit("colour bar") }
    let inner = bar.map { area.inset(right: $0.width) } ?? area
    let names = RowLabels(chart.rows, most: inner.width * 0.25, on: canvas)
    let (grid, labels) = divide(inner, names)
    grid.drawTitles(on: canvas)
    var lowest = inner.top
    var highest = inner.bottom
    for (index, panel) in chart.panels.enumerated() {
      guard let plot = grid.plot(index), plot.width >= 12, plot.height >= 12 else {
        canvas.omit(panel.title)
        continue
      }
      (highest, lowest) = (min(highest, plot.top), max(lowest, plot.bottom))
      draw(panel, in: plot, scale)
      if grid.showsYLabels(index) { names.draw(beside: plot, on: canvas) }
      if grid.showsXLabels(index) {
        let slot = plot.width / Double(chart.columns.count)
        labels?.draw(on: canvas, left: plot.left, top: plot.bottom, slot: slot)
      }
    }
    guard lowest > highest else { return }
    let span = Rect(left: inner.left, top: highest, right: inner.right, bottom: lowest)
    bar?.draw(on: canvas, in: area, along: span)
  }

  private func draw(_ panel: HeatMultiples.Panel, in plot: Rect, _ scale: Scale?) {
    canvas.text(
      panel.title,
      at: Point(plot.left, plot.top - 4),
      .left,
      .bottom,
      .smallBold,
      canvas.theme.text,
      maxWidth: plot.width
    )
    canvas.mark("cells", plot)
    HeatCells(
      values: panel.values,
      columnCount: chart.columns.count,
      scale: scale,
      colors: .sequential,
      showsNumbers: false
    ).draw(in: plot, on: canvas)
  }

  /// The grid, divided once more when the names of columns need another height than a line.
  private func divide(_ inner: Rect, _ names: RowLabels) -> (PanelGrid, CategoryLabels?) {
    func grid(_ columns: Int?, below: Double) -> PanelGrid {
      PanelGrid(
        count: chart.panels.count,
        columns: columns,
        titles: (chart.columnTitle, chart.rowTitle),
        labels: (below: below, beside: names.width),
        in: inner
      )
    }
    let first = grid(chart.panelsPerRow, below: TextStyle.small.height + 6)
    guard first.hasLabels, let plot = first.plot(0), plot.width >= 12 else { return (first, nil) }
    let labels = CategoryLabels(
      chart.columns,
      slot: plot.width / Double(chart.columns.count),
      room: inner.height,
      share: 0.3,
      on: canvas
    )
    return (grid(first.columns, below: labels.height + 1), labels)
  }
}
