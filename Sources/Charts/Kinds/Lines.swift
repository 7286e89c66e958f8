import Foundation

/// Several named series over a shared pair of axes, with optional bands and marker lines.
public struct Lines: ChartKind {
  /// One line, with its band and marks.
  public typealias Series = Charts.Series

  /// The series in legend order.
  public var series: [Series]
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// Labelled vertical lines.
  public var markers: [VerticalMarker]

  /// Creates a line chart.
  public init(series: [Series], x: Axis, y: Axis, markers: [VerticalMarker] = []) {
    self.series = series
    self.x = x
    self.y = y
    self.markers = markers
  }

  /// The stable name of the kind.
  public static let id = "lines"
  /// What the kind is for.
  public static let summary = "named series over shared axes, with bands and marker lines"

  /// Three search curves, one with a band, and an onset.
  public static var example: Lines {
    let epochs = (0..<50).map { Double($0) }
    func curve(_ top: Double, _ rate: Double, _ fall: Double) -> [Double] {
      epochs.map { top - (top - 32) * exp(-$0 / rate) - fall * max(0, $0 - 30) }
    }
    let held = curve(93, 8, 0)
    return Lines(
      series: [
        Series("darts", x: epochs, y: curve(91, 7, 0.9)),
        Series(
          "fairdarts",
          x: epochs,
          y: held,
          lower: held.map { $0 - 2.5 },
          upper: held.map { $0 + 2.5 }
        ),
        Series("gdas", x: epochs, y: curve(88, 14, 0)),
        Series("gdas, seed 1", x: epochs, y: curve(89.5, 11, 0), companionOf: "gdas"),
        Series("gdas, seed 2", x: epochs, y: curve(86.5, 17, 0), companionOf: "gdas"),
      ],
      x: Axis("Search epoch", integersOnly: true),
      y: Axis("Validation accuracy", unit: "%"),
      markers: [VerticalMarker("skip connections dominate", x: 30)]
    )
  }

  /// One series per stress name, banded when linear, with a marker line each.
  public static func stressed(with data: StressData) -> Lines {
    let series = zip(data.names, data.values).map { name, values in
      let positions = values.indices.map { Double($0 + 1) }
      return data.isLogarithmic
        ? Series(name, x: positions, y: values, showsMarkers: true)
        : Series(
          name,
          x: positions,
          y: values,
          lower: values.map { $0 - 1 },
          upper: values.map { $0 + 1 }
        )
    }
    let scale: AxisScale = data.isLogarithmic ? .logarithmic : .linear
    let markers = zip(data.names, data.values).prefix(6).map { name, values in
      VerticalMarker(name, x: values.first ?? 1)
    }
    return Lines(
      series: series,
      x: Axis(data.names.first ?? "x", unit: "s", scale: scale),
      y: Axis(data.names.last ?? "y", unit: "%", scale: scale),
      markers: Array(markers)
    )
  }

  /// What could not be shown.
  public var notes: [String] {
    let distinct = SeriesStyle.distinctCount
    return series.extentY.notes(y.label, scale: y.scale)
      + series.extentX.notes(x.label, scale: x.scale)
      + (series.count { $0.companionOf == nil } > distinct
        ? ["line styles repeat after \(distinct) series"] : [])
  }

  /// One row per point.
  public var table: DataTable {
    var table = DataTable(columns: [Series].columns(x: x, y: y))
    series.appendRows(to: &table)
    return table
  }

  /// Draws the chart; names stand at the ends of the lines when these reach the right edge.
  public func draw(on canvas: Canvas, in area: Rect) {
    var area = area
    var extentX = series.extentX
    extentX.add(markers.map(\.x))
    guard let scaleX = Scale(x, over: extentX, padding: 0.0),
      let scaleY = Scale(y, over: series.extentY, padding: 0.05)
    else { return PlotFrame.drawEmpty(on: canvas, in: area) }
    let leading = series.filter { $0.companionOf == nil }
    let styles = canvas.styles(for: leading.map(\.name))
    let direct = reachRight(scaleX) ? DirectLabels(leading.map(\.name), on: canvas, in: area) : nil
    if direct == nil, leading.count > 1 {
      let legend = Legend(
        zip(leading, styles).map {
          Legend.Entry(
            name: $0.name,
            style: $1,
            swatch: SeriesLayer.marks($0, width: area.width - 60) ? .lineWithMarker : .line
          )
        },
        on: canvas,
        in: area
      )
      legend.draw(on: canvas)
      area = area.inset(top: legend.height)
    }
    let labels = VerticalMarkers(markers, on: canvas, in: area, scale: scaleX)
    let frame = PlotFrame(
      on: canvas,
      in: area.inset(top: labels.height),
      x: .init(axis: x, scale: scaleX),
      y: .init(axis: y, scale: scaleY),
      trailing: direct?.trailing ?? 0
    )
    frame.drawBack(on: canvas)
    labels.draw(on: canvas, scale: frame.x, plot: frame.plot, within: area)
    let frames = (frame.x, frame.y)
    let companions = series.filter { $0.companionOf != nil }
    SeriesLayer(
      series: companions,
      styles: companions.map { companion in
        leading.firstIndex { $0.name == companion.companionOf }.map { styles[$0] }
          ?? SeriesStyle(slot: 7, theme: canvas.theme)
      },
      frame: frames,
      plot: frame.plot
    ).draw(on: canvas)
    let layer = SeriesLayer(series: leading, styles: styles, frame: frames, plot: frame.plot)
    layer.draw(on: canvas)
    direct?.draw(at: layer.ends, styles, beside: frame.plot, on: canvas)
  }

  /// Whether the last point of every series stands at the right edge.
  private func reachRight(_ scale: Scale) -> Bool {
    series.filter { $0.companionOf == nil }.allSatisfy { series in
      let last = zip(series.x, series.y).reversed().first { $0.isFinite && $1.isFinite }
      guard let last, let position = scale.position(last.0) else { return false }
      return position >= 0.97
    }
  }
}
