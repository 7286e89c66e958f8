/// Coloured cells that tile a box, with their numbers where these fit.
struct HeatCells {
  /// One list per row; what the scale cannot place is hatched.
  let values: [[Double]]
  let columnCount: Int
  /// The range of the colours, or nil when no value can be shown.
  let scale: Scale?
  let colors: ColorMap
  /// Whether cells that are large enough hold their number.
  let showsNumbers: Bool

  private static let style = TextStyle.small

  func draw(in cells: Rect, on canvas: Canvas) {
    let placed = scale?.placed(from: 0, to: 1)
    let rowCount = values.count
    let slot = (width: cells.width / Double(columnCount), height: cells.height / Double(rowCount))
    if slot.width < 1 || slot.height < 1 { return drawMeans(in: cells, scale: placed, on: canvas) }
    // A gap between cells only where the cells are much larger than it.
    let seam = min(slot.width, slot.height) >= 10 ? 1.0 : 0
    let hasRoom =
      showsNumbers && slot.height >= Self.style.height + 3 && slot.width >= 20
      && rowCount * columnCount <= 600
    let texts = hasRoom ? TickFormat.uniform(values) : []
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
        guard let fraction = placed?.position(values[row][column]) else {
          canvas.hatched(box)
          continue
        }
        let color = colors.color(at: fraction, theme: canvas.theme)
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

  /// Where the edge before slot `index` of `count` lies, on whole points so that cells tile.
  private func edge(_ start: Double, _ length: Double, _ index: Int, _ count: Int) -> Double {
    (start + length * Double(index) / Double(count)).rounded()
  }

  /// Cells smaller than a point: each point of the area shows the mean of the cells that meet it.
  private func drawMeans(in cells: Rect, scale: Scale?, on canvas: Canvas) {
    let size = (width: Int(cells.width), height: Int(cells.height))
    let across = min(size.width, columnCount)
    let down = min(size.height, values.count)
    guard across > 0, down > 0 else { return }
    var sums = [Double](repeating: 0, count: across * down)
    var counts = [Int](repeating: 0, count: across * down)
    for (row, line) in values.enumerated() {
      let start = row * down / values.count * across
      for (column, value) in line.enumerated() where value.isFinite {
        let place = start + column * across / columnCount
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
      canvas.box(box, fill: colors.color(at: fraction, theme: canvas.theme))
    }
  }
}
