/// The lines, bands and marks of several series inside a plot.
struct SeriesLayer {
  let series: [Series]
  let styles: [SeriesStyle]
  let frame: (x: Scale, y: Scale)
  let plot: Rect
  var lineWidth = 2.0

  /// Draws bands first and lines above them, all clipped to the plot.
  func draw(on canvas: Canvas) {
    // Marks on the border of the plot may reach over it; lines far outside may not.
    canvas.clipped(to: plot.inset(all: -4)) {
      for (series, style) in zip(series, styles) where series.hasBand {
        for piece in bandPieces(of: series) {
          canvas.polygon(piece, fill: style.color.opacity(0.2))
        }
      }
      for (series, style) in zip(series, styles) {
        drawLine(of: series, style, on: canvas)
      }
    }
  }

  /// Whether each point of a series gets a mark: when asked for, and where points stand so far apart
  /// that a line alone would hide which of its places were measured.
  static func marks(_ series: Series, width: Double) -> Bool {
    if series.showsMarkers { return true }
    let apart = 40.0
    guard series.companionOf == nil, Double(series.y.count) * apart <= width else { return false }
    return true
  }

  private func drawLine(of series: Series, _ style: SeriesStyle, on canvas: Canvas) {
    let isCompanion = series.companionOf != nil
    let lineWidth = isCompanion ? 1.0 : lineWidth
    let color = style.color.opacity(isCompanion ? 0.55 : 1)
    for piece in Polyline.pieces(x: series.x, y: series.y, frame: frame) {
      if piece.count == 1 {
        // A point alone between gaps has no line to show it.
        canvas.marker(.circle, at: piece[0], radius: lineWidth * 1.4, color)
      } else {
        canvas.line(piece, color, width: lineWidth, dash: style.dash)
      }
      if Self.marks(series, width: plot.width) {
        for point in piece {
          canvas.marker(
            style.marker,
            at: point,
            radius: lineWidth * 1.9,
            color,
            outline: canvas.theme.background
          )
        }
      }
    }
  }

  /// Closed outlines of the unbroken parts of a band.
  ///
  /// Points in one half point of width are joined to their lowest and highest, so that a million
  /// points make no more corners than the plot has columns.
  private func bandPieces(of series: Series) -> [[Point]] {
    var pieces: [[Point]] = []
    var upper: [Point] = []
    var lower: [Point] = []
    var column = Double.nan
    func flush() {
      column = .nan
      if upper.count > 1 { pieces.append(upper + lower.reversed()) }
      upper = []
      lower = []
    }
    for index in series.y.indices {
      guard let x = frame.x.position(series.x[index]),
        let top = frame.y.position(series.upper[index]),
        let bottom = frame.y.position(series.lower[index])
      else {
        flush()
        continue
      }
      let key = (x * 2).rounded(.down)
      if key == column, let last = upper.last, let under = lower.last {
        upper[upper.count - 1].y = min(last.y, top)
        lower[lower.count - 1].y = max(under.y, bottom)
        continue
      }
      column = key
      upper.append(Point(x, top))
      lower.append(Point(x, bottom))
    }
    flush()
    return pieces
  }

  /// Where the last visible point of each series stands, or nil for a series without any.
  var ends: [Point?] {
    series.map { series in
      for index in series.y.indices.reversed() {
        if let x = frame.x.position(series.x[index]), let y = frame.y.position(series.y[index]) {
          return Point(x, min(plot.bottom, max(plot.top, y)))
        }
      }
      return nil
    }
  }
}
