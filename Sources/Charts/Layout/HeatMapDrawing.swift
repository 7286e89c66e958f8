/// The layout and drawing of one heat map.
struct HeatMapDrawing {
  let map: HeatMap
  let canvas: Canvas
  let area: Rect

  private static let style = TextStyle.small
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
    let names = map.rows.map(TextMeasure.clean)
    let widest = names.map { canvas.measure.width($0, Self.style) }.max() ?? 0
    let labelWidth = area.width >= 80 ? min(widest, area.width * 0.3) : 0
    inner = inner.inset(left: labelWidth > 0 ? (labelWidth + Self.gap).rounded(.up) : 0)
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
    drawCells(in: cells, scale: scale)
    drawRowLabels(names, beside: cells, width: labelWidth)
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

  /// Where the edge before slot `index` of `count` lies, on whole points so that cells tile.
  private func edge(_ start: Double, _ length: Double, _ index: Int, _ count: Int) -> Double {
    (start + length * Double(index) / Double(count)).rounded()
  }

  private func drawCells(in cells: Rect, scale: Scale?) {
    let placed = scale?.placed(from: 0, to: 1)
    let (rowCount, columnCount) = (map.rows.count, map.columns.count)
    let slot = (width: cells.width / Double(columnCount), height: cells.height / Double(rowCount))
    // A gap between cells only where the cells are much larger than it.
    let seam = min(slot.width, slot.height) >= 10 ? 1.0 : 0
    if slot.width < 1 || slot.height < 1 { return drawMeans(in: cells, scale: placed) }
    let hasRoom =
      slot.height >= Self.style.height + 3 && slot.width >= 20 && rowCount * columnCount <= 600
    let texts = hasRoom ? TickFormat.uniform(map.values) : []
    let widest =
      hasRoom
      ? texts.joined().map { canvas.measure.width($0, Self.style) }.max() ?? 0 : .infinity
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        let box = Rect(
          left: edge(cells.left, cells.width, column, columnCount),
          top: edge(cells.top, cells.height, row, rowCount),
          right: edge(cells.left, cells.width, column + 1, columnCount) - seam,
          bottom: edge(cells.top, cells.height, row + 1, rowCount) - seam
        )
        guard box.width > 0, box.height > 0 else { continue }
        guard let fraction = placed?.position(map.values[row][column]) else {
          canvas.hatched(box)
          continue
        }
        let color = map.colors.color(at: fraction, theme: canvas.theme)
        canvas.box(box, fill: color)
        if widest <= slot.width - 6 {
          canvas.text(
            texts[row][column],
            at: box.center,
            .center,
            .middle,
            Self.style,
            color.luminance > 0.5 ? Color(0x1B1F24) : Color(0xFFFFFF)
          )
        }
      }
    }
  }

  /// Cells smaller than a point: each point of the area shows the mean of the cells that meet it.
  private func drawMeans(in cells: Rect, scale: Scale?) {
    let size = (width: Int(cells.width), height: Int(cells.height))
    let across = min(size.width, map.columns.count)
    let down = min(size.height, map.rows.count)
    guard across > 0, down > 0 else { return }
    var sums = [Double](repeating: 0, count: across * down)
    var counts = [Int](repeating: 0, count: across * down)
    for (row, line) in map.values.enumerated() {
      let start = row * down / map.rows.count * across
      for (column, value) in line.enumerated() where value.isFinite {
        let place = start + column * across / map.columns.count
        sums[place] += value
        counts[place] += 1
      }
    }
    for place in sums.indices {
      let (row, column) = (place / across, place % across)
      let box = Rect(
        left: edge(cells.left, cells.width, column, across),
        top: edge(cells.top, cells.height, row, down),
        right: edge(cells.left, cells.width, column + 1, across),
        bottom: edge(cells.top, cells.height, row + 1, down)
      )
      guard counts[place] > 0,
        let fraction = scale?.position(sums[place] / Double(counts[place]))
      else {
        canvas.box(box, fill: canvas.theme.panel)
        continue
      }
      canvas.box(box, fill: map.colors.color(at: fraction, theme: canvas.theme))
    }
  }

  /// Smaller letters rather than every second name, down to a size that still reads.
  private static func rowStyle(slot: Double) -> TextStyle {
    let fitting = (slot - 0.3) / (TextStyle.small.height / TextStyle.small.size)
    return fitting >= 8 && fitting < style.size ? TextStyle(size: fitting, isBold: false) : style
  }

  private func drawRowLabels(_ names: [String], beside cells: Rect, width: Double) {
    let slot = cells.height / Double(names.count)
    let style = Self.rowStyle(slot: slot)
    let stride = max(1, Int(((style.height + 0.2) / slot).rounded(.up)))
    for (index, name) in names.enumerated() {
      guard index % stride == 0, width > 0 else {
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
        maxWidth: width + 0.01
      )
    }
  }
}
