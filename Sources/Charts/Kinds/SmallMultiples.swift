import Foundation

/// A grid of small line charts that share both axes and one legend.
public struct SmallMultiples: ChartKind {
  /// One small chart.
  public struct Panel: Sendable, Hashable, Codable {
    /// The heading of the panel.
    public var title: String
    /// Its series; equal names in several panels look alike.
    public var series: [Series]

    /// Creates a panel.
    public init(_ title: String, series: [Series]) {
      self.title = title
      self.series = series
    }
  }

  /// The panels, row by row.
  public var panels: [Panel]
  /// The horizontal axis of every panel.
  public var x: Axis
  /// The vertical axis of every panel.
  public var y: Axis
  /// How many panels stand in a row, or nil to choose by the room.
  public var columns: Int?

  /// Creates a grid of panels.
  public init(panels: [Panel], x: Axis, y: Axis, columns: Int? = nil) {
    self.panels = panels
    self.x = x
    self.y = y
    self.columns = columns
  }

  /// The stable name of the kind.
  public static let id = "small-multiples"
  /// What the kind is for.
  public static let summary = "a grid of small line charts that share axes and legend"

  /// Operation weights on six edges.
  public static var example: SmallMultiples {
    let epochs = (0..<40).map { Double($0) }
    let edges = [(0, 2), (1, 2), (0, 3), (1, 3), (2, 3), (0, 4)]
    return SmallMultiples(
      panels: edges.enumerated().map { index, edge in
        let pace = 10 + 4 * Double(index)
        let skip = epochs.map { 0.125 + 0.5 * (1 - exp(-$0 / pace)) }
        return Panel(
          "edge \(edge.0) \u{2192} \(edge.1)",
          series: [
            Series("skip_connect", x: epochs, y: skip),
            Series("sep_conv_3x3", x: epochs, y: skip.map { (1 - $0) * 0.5 }),
            Series("max_pool_3x3", x: epochs, y: skip.map { (1 - $0) * 0.2 }),
          ]
        )
      },
      x: Axis("Search epoch", integersOnly: true),
      y: Axis("Operation weight", lower: 0)
    )
  }

  /// One panel per stress name, each with up to four series.
  public static func stressed(with data: StressData) -> SmallMultiples {
    let scale: AxisScale = data.isLogarithmic ? .logarithmic : .linear
    let series = zip(data.names, data.values).map { Series($0, y: $1) }
    return SmallMultiples(
      panels: data.names.indices.map { index in
        Panel(data.names[index], series: Array(series[index...].prefix(4)))
      },
      x: Axis(data.names.first ?? "x"),
      y: Axis(data.names.last ?? "y", scale: scale)
    )
  }

  private var allSeries: [Series] { panels.flatMap(\.series) }

  /// What could not be shown.
  public var notes: [String] {
    allSeries.extentY.notes(y.label, scale: y.scale)
      + allSeries.extentX.notes(x.label, scale: x.scale)
  }

  /// One row per point.
  public var table: DataTable {
    var table = DataTable(columns: ["panel"] + [Series].columns(x: x, y: y))
    for panel in panels {
      panel.series.appendRows(to: &table, prefix: [.text(panel.title)])
    }
    return table
  }

  /// Draws legend, panels and the shared axis titles.
  public func draw(on canvas: Canvas, in area: Rect) {
    guard let scaleX = Scale(x, over: allSeries.extentX, padding: 0),
      let scaleY = Scale(y, over: allSeries.extentY, padding: 0.05)
    else { return PlotFrame.drawEmpty(on: canvas, in: area) }
    var seen: Set<String> = []
    let leading = allSeries.filter { $0.companionOf == nil }
    let names = leading.map(\.name).filter { seen.insert($0).inserted }
    let styles = Dictionary(
      zip(names, canvas.styles(for: names)),
      uniquingKeysWith: { first, _ in first }
    )
    var area = area
    if names.count > 1 {
      let legend = Legend(
        names.compactMap { name in
          styles[name].map { Legend.Entry(name: name, style: $0, swatch: .line) }
        },
        on: canvas,
        in: area
      )
      legend.draw(on: canvas)
      area = area.inset(top: legend.height)
    }
    let sideX = PlotFrame.Side(axis: x, scale: scaleX)
    let sideY = PlotFrame.Side(axis: y, scale: scaleY)
    let grid = PanelGrid(
      count: panels.count,
      columns: columns,
      x: sideX,
      y: sideY,
      on: canvas,
      in: area
    )
    grid.drawTitles(on: canvas)
    for (index, panel) in panels.enumerated() {
      guard let plot = grid.plot(index), plot.width >= 12, plot.height >= 12 else {
        canvas.omit(panel.title)
        continue
      }
      canvas.text(
        panel.title,
        at: Point(plot.left, plot.top - 4),
        .left,
        .bottom,
        .smallBold,
        canvas.theme.text,
        maxWidth: plot.width
      )
      let frame = PlotFrame(
        on: canvas,
        filling: plot,
        x: sideX,
        y: sideY,
        showsXLabels: grid.showsXLabels(index),
        showsYLabels: grid.showsYLabels(index)
      )
      frame.drawBack(on: canvas)
      // Companions first: what they accompany stands above them.
      let ordered =
        panel.series.filter { $0.companionOf != nil }
        + panel.series.filter { $0.companionOf == nil }
      SeriesLayer(
        series: ordered,
        styles: ordered.map {
          styles[$0.companionOf ?? $0.name] ?? SeriesStyle(slot: 7, theme: canvas.theme)
        },
        frame: (frame.x, frame.y),
        plot: plot,
        lineWidth: 1.6
      ).draw(on: canvas)
    }
  }
}
