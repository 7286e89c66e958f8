import Foundation

/// Distributions one behind the other, such as the alphas after each epoch.
///
/// Every ridge is scaled to its own height: what is read is where the values are, not how many.
public struct Ridgeline: ChartKind {
  /// One distribution.
  public struct Ridge: Sendable, Hashable, Codable {
    /// The name at its left.
    public var name: String
    /// The values in any order.
    @Gapped public var values: [Double]

    /// Creates a ridge.
    public init(_ name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// The distributions, top first.
  public var ridges: [Ridge]
  /// The axis of the values.
  public var x: Axis
  /// What the rows are; empty for none.
  public var rowTitle: String
  /// Labelled vertical lines.
  public var markers: [VerticalMarker]

  /// Creates a chart.
  public init(
    ridges: [Ridge],
    x: Axis,
    rowTitle: String = "",
    markers: [VerticalMarker] = []
  ) {
    self.ridges = ridges
    self.x = x
    self.rowTitle = rowTitle
    self.markers = markers
  }

  /// The stable name of the kind.
  public static let id = "ridgeline"
  /// What the kind is for.
  public static let summary = "distributions one behind the other, such as alphas over epochs"

  /// Alphas that drift apart.
  public static var example: Ridgeline {
    let epochs = [1, 5, 10, 20, 30, 50]
    return Ridgeline(
      ridges: epochs.map { epoch in
        Ridge(
          "\(epoch)",
          values: (0..<112).map { index in
            let drift = Double(epoch) / 50
            let noise = sin(Double(index) * 12.9) * 0.25
            return index % 8 == 3 ? 1.6 * drift + noise * 0.5 : noise * drift - 0.3 * drift
          }
        )
      },
      x: Axis("Alpha"),
      rowTitle: "Epoch",
      markers: [VerticalMarker("start", x: 0)]
    )
  }

  /// One ridge per stress name.
  public static func stressed(with data: StressData) -> Ridgeline {
    Ridgeline(
      ridges: zip(data.names, data.values).map { Ridge($0, values: $1) },
      x: Axis(data.names.first ?? "", scale: data.isLogarithmic ? .logarithmic : .linear),
      rowTitle: data.names.last ?? "",
      markers: [VerticalMarker(data.names.first ?? "", x: data.values.first?.first ?? 0)]
    )
  }

  private var extent: Extent {
    var extent = Extent()
    for ridge in ridges { extent.add(ridge.values) }
    return extent
  }

  /// What could not be shown and how heights are to be read.
  public var notes: [String] {
    extent.notes(x.label, scale: .linear)
      + (ridges.count > 1
        ? ["each ridge is scaled to its own height; a tick marks its median"] : [])
  }

  /// One row per value.
  public var table: DataTable {
    var table = DataTable(columns: [
      rowTitle.isEmpty ? "row" : rowTitle, x.title.isEmpty ? "value" : x.title,
    ])
    for ridge in ridges {
      for value in ridge.values { table.append([.text(ridge.name), .number(value)]) }
    }
    return table
  }

  /// Draws axis, marker lines, ridges from the back to the front and their names.
  public func draw(on canvas: Canvas, in area: Rect) {
    var axis = x
    axis.scale = .linear
    guard !ridges.isEmpty, area.width > 30, area.height > 30,
      let scale = Scale(axis, over: extent, padding: 0.08)
    else { return PlotFrame.drawEmpty(on: canvas, in: area) }
    let style = TextStyle.small
    let names = ridges.map { TextMeasure.clean($0.name) }
    let widest = names.map { canvas.measure.width($0, style) }.max() ?? 0
    let room = area.width >= 120 ? min(widest, area.width * 0.3) : 0
    let title =
      area.width >= 200 && area.height >= 140 && !rowTitle.isEmpty
      ? TextStyle.label.height + 6 : 0
    let body = area.inset(left: title + (room > 0 ? room + 8 : 0))
    let labels = VerticalMarkers(markers, on: canvas, in: body, scale: scale)
    let rows = Scale(kind: .linear, lower: 0, upper: 1, start: 0, end: 1)
    let frame = PlotFrame(
      on: canvas,
      in: body.inset(top: labels.height),
      x: .init(axis: axis, scale: scale),
      y: .init(axis: Axis(), scale: rows),
      showsYLabels: false
    )
    frame.drawBack(on: canvas, showsYGrid: false)
    labels.draw(on: canvas, scale: frame.x, plot: frame.plot, within: body)
    drawRidges(names, room: room, frame, on: canvas)
    guard title > 0 else { return }
    canvas.text(
      rowTitle,
      at: Point(area.left, frame.plot.center.y),
      .left,
      .middle,
      .label,
      canvas.theme.text,
      maxWidth: frame.plot.height,
      direction: .upwards
    )
  }

  private func drawRidges(
    _ names: [String],
    room: Double,
    _ frame: PlotFrame,
    on canvas: Canvas
  ) {
    let plot = frame.plot
    let overlap = 1.1
    let spacing = plot.height / (Double(ridges.count) + overlap)
    let grid = Density.grid(from: frame.x.lower, to: frame.x.upper, count: 400)
    let least = (frame.x.upper - frame.x.lower) / 200
    let positions = grid.compactMap(frame.x.position)
    let stride = max(1, Int((TextStyle.small.height / max(spacing, 0.01)).rounded(.up)))
    for (index, ridge) in ridges.enumerated() {
      let base = plot.top + spacing * (Double(index) + 1 + overlap)
      if index % stride == 0, room > 0 {
        canvas.text(
          names[index],
          at: Point(plot.left - 8, base - TextStyle.small.height / 2),
          .right,
          .middle,
          .small,
          canvas.theme.text,
          maxWidth: room + 0.01
        )
      } else {
        canvas.omit(names[index])
      }
      let density = Density.smooth(
        ridge.values,
        weights: ridge.values.map { _ in 1 },
        width: max(least, Density.silverman(ridge.values)),
        on: grid
      )
      let color = color(of: index, on: canvas)
      guard let peak = density.max(), peak > 0 else {
        canvas.hairline(from: Point(plot.left, base), to: Point(plot.right, base), color)
        continue
      }
      let reach = spacing * (1 + overlap) * 0.96
      let points = zip(positions, density).map { Point($0, base - reach * $1 / peak) }
      canvas.clipped(to: plot.inset(all: -1)) {
        canvas.polygon(
          [Point(plot.left, base)] + points + [Point(plot.right, base)],
          fill: canvas.theme.background.mixed(with: color, 0.35).opacity(0.85)
        )
        canvas.line(points, color, width: 1.6)
        let middle = BoxStrip.quantile(ridge.values.filter(\.isFinite).sorted(), 0.5)
        if spacing >= 8, let px = frame.x.position(middle) {
          canvas.line([Point(px, base), Point(px, base - 6)], canvas.theme.reference, width: 1.6)
        }
      }
    }
  }

  /// From the first hue to the second along the rows: the order is visible without names.
  private func color(of index: Int, on canvas: Canvas) -> Color {
    let hues = canvas.theme.hues
    let share = Double(index) / Double(max(1, ridges.count - 1))
    return hues[0].mixed(with: hues[1], share)
  }
}
