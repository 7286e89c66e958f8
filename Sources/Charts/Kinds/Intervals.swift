/// Values with intervals, one row each from top to bottom, around an optional line to compare with.
public struct Intervals: ChartKind {
  /// One row.
  public struct Row: Sendable, Hashable, Codable {
    /// The name at the left.
    public var name: String
    /// The value, a dot.
    @Gapped public var value: Double
    /// The ends of the interval, a line; not a number where none is known.
    @Gapped public var lower: Double
    /// The upper end.
    @Gapped public var upper: Double

    /// Creates a row.
    public init(_ name: String, value: Double, lower: Double = .nan, upper: Double = .nan) {
      self.name = name
      self.value = value
      self.lower = lower
      self.upper = upper
    }
  }

  /// The rows from top to bottom.
  public var rows: [Row]
  /// The horizontal axis.
  public var x: Axis
  /// Labelled vertical lines, such as a baseline's value.
  public var markers: [VerticalMarker]

  /// Creates a chart.
  public init(rows: [Row], x: Axis, markers: [VerticalMarker] = []) {
    self.rows = rows
    self.x = x
    self.markers = markers
  }

  /// The stable name of the kind.
  public static let id = "intervals"
  /// What the kind is for.
  public static let summary = "many values with intervals in rows, around a line to compare with"

  /// Five methods against a baseline.
  public static var example: Intervals {
    Intervals(
      rows: [
        Row("fairdarts", value: 79.2, lower: 77.9, upper: 80.5),
        Row("gdas", value: 77.4, lower: 74.8, upper: 80),
        Row("random", value: 76.1, lower: 74.9, upper: 77.3),
        Row("darts-v1", value: 73.8, lower: 70.2, upper: 77.4),
        Row("one-level", value: 71.5),
      ],
      x: Axis("Accuracy", unit: "%"),
      markers: [VerticalMarker("random", x: 76.1)]
    )
  }

  /// One row per stress name.
  public static func stressed(with data: StressData) -> Intervals {
    Intervals(
      rows: zip(data.names, data.values).map {
        Row($0, value: $1.first ?? .nan, lower: $1.min() ?? .nan, upper: $1.max() ?? .nan)
      },
      x: Axis(data.names.first ?? "", scale: data.isLogarithmic ? .logarithmic : .linear),
      markers: [VerticalMarker(data.names.first ?? "", x: data.values.first?.first ?? 0)]
    )
  }

  private var extent: Extent {
    var extent = Extent()
    for row in rows { extent.add([row.value, row.lower, row.upper].filter { !$0.isNaN }) }
    extent.add(markers.map(\.x).filter { !$0.isNaN })
    return extent
  }

  /// What could not be shown.
  public var notes: [String] { extent.notes(x.label, scale: x.scale) }

  /// One line per row.
  public var table: DataTable {
    let title = x.title.isEmpty ? "value" : x.title
    var table = DataTable(columns: ["row", title, "lower", "upper"])
    func cell(_ value: Double) -> DataCell { value.isNaN ? .missing : .number(value) }
    for row in rows {
      table.append([.text(row.name), cell(row.value), cell(row.lower), cell(row.upper)])
    }
    return table
  }

  /// Draws axis, marker lines, intervals, dots and names.
  public func draw(on canvas: Canvas, in area: Rect) {
    guard !rows.isEmpty, area.width > 30, area.height > 30,
      let scale = Scale(x, over: extent, padding: 0.04)
    else { return PlotFrame.drawEmpty(on: canvas, in: area) }
    let names = rows.map { TextMeasure.clean($0.name) }
    let widest = names.map { canvas.measure.width($0, .small) }.max() ?? 0
    let room = area.width >= 120 ? min(widest, area.width * 0.3) : 0
    let body = area.inset(left: room > 0 ? room + 8 : 0)
    let labels = VerticalMarkers(markers, on: canvas, in: body, scale: scale)
    let frame = PlotFrame(
      on: canvas,
      in: body.inset(top: labels.height),
      x: .init(axis: x, scale: scale),
      y: .init(
        axis: Axis(),
        scale: Scale(kind: .linear, lower: 0, upper: 1, start: 0, end: 1)
      ),
      showsYLabels: false
    )
    frame.drawBack(on: canvas, showsYGrid: false)
    labels.draw(on: canvas, scale: frame.x, plot: frame.plot, within: body)
    let spacing = frame.plot.height / Double(rows.count)
    let stride = max(1, Int((TextStyle.small.height / max(spacing, 0.01)).rounded(.up)))
    for (index, row) in rows.enumerated() {
      let y = frame.plot.top + spacing * (Double(index) + 0.5)
      if index % stride == 0, room > 0 {
        canvas.text(
          names[index],
          at: Point(frame.plot.left - 8, y),
          .right,
          .middle,
          .small,
          canvas.theme.text,
          maxWidth: room + 0.01
        )
      } else {
        canvas.omit(names[index])
      }
      canvas.clipped(to: frame.plot.inset(all: -4)) { draw(row, y, frame.x, on: canvas) }
    }
  }

  private func draw(_ row: Row, _ y: Double, _ scale: Scale, on canvas: Canvas) {
    let color = canvas.theme.hues[0]
    if let low = scale.position(row.lower), let high = scale.position(row.upper) {
      canvas.line([Point(low, y), Point(high, y)], color, width: 2)
      for end in [low, high] {
        canvas.line([Point(end, y - 3), Point(end, y + 3)], color, width: 1.4)
      }
    }
    guard let middle = scale.position(row.value) else { return }
    canvas.marker(
      .circle,
      at: Point(middle, y),
      radius: 4,
      color,
      outline: canvas.theme.background
    )
  }
}
