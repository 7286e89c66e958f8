/// Named rows, each with a value, its interval and the single values behind it: for more groups than
/// bars can name.
public struct Intervals: ChartKind {
  /// One row.
  public struct Row: Sendable, Hashable, Codable {
    /// The name at its left.
    public var name: String
    /// The value, a mark; not a number leaves the row empty.
    @Gapped public var value: Double
    /// The ends of the interval, a line; not a number where none is known.
    @Gapped public var lower: Double
    /// The upper end.
    @Gapped public var upper: Double
    /// The single values behind it, such as one per seed.
    @Gapped public var values: [Double]

    /// Creates a row; without both ends it has no interval.
    public init(
      _ name: String,
      value: Double,
      lower: Double = .nan,
      upper: Double = .nan,
      values: [Double] = []
    ) {
      self.name = name
      self.value = value
      self.lower = lower
      self.upper = upper
      self.values = values
    }
  }

  /// The rows, top first.
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
  public static let summary = "named rows with a value, its interval and single values"

  /// Six methods over four seeds.
  public static var example: Intervals {
    let methods = ["gdas", "fairdarts", "pdarts", "darts-v2", "darts-v1", "random"]
    return Intervals(
      rows: methods.enumerated().map { index, name in
        let value = 82 - 3.5 * Double(index)
        let spread = 1 + Double(index * 5 % 4)
        return Row(
          name,
          value: value,
          lower: value - 1.6 * spread,
          upper: value + 1.6 * spread,
          values: [-1, -0.2, 0.4, 0.8].map { value + $0 * spread }
        )
      },
      x: Axis("Accuracy", unit: "%")
    )
  }

  /// One row per stress name.
  public static func stressed(with data: StressData) -> Intervals {
    Intervals(
      rows: zip(data.names, data.values).map { name, values in
        let value = values.first ?? .nan
        return Row(name, value: value, lower: value - 1, upper: value + 1, values: values)
      },
      x: Axis(
        data.names.first ?? "",
        unit: "%",
        scale: data.isLogarithmic ? .logarithmic : .linear
      ),
      markers: [VerticalMarker(data.names.first ?? "", x: data.values.first?.first ?? 0)]
    )
  }

  private var extent: Extent {
    var extent = Extent()
    for row in rows {
      extent.add([row.value, row.lower, row.upper])
      extent.add(row.values)
    }
    extent.add(markers.map(\.x))
    return extent
  }

  /// What could not be shown.
  public var notes: [String] { extent.notes(x.label, scale: x.scale) }

  /// One row per value: the interval's first, then the single ones.
  public var table: DataTable {
    let name = x.title.isEmpty ? "value" : x.title
    var table = DataTable(columns: ["name", "what", name, "lower", "upper"])
    for row in rows {
      table.append([
        .text(row.name), .text("mean"), .number(row.value),
        row.lower.isNaN ? .missing : .number(row.lower),
        row.upper.isNaN ? .missing : .number(row.upper),
      ])
      for value in row.values {
        table.append([.text(row.name), .text("single"), .number(value), .missing, .missing])
      }
    }
    return table
  }

  /// Draws axis, names, intervals and values.
  public func draw(on canvas: Canvas, in area: Rect) {
    guard !rows.isEmpty, area.width > 20, area.height > 20,
      let scale = Scale(x, over: extent, padding: 0.05)
    else { return PlotFrame.drawEmpty(on: canvas, in: area) }
    let names = RowLabels(
      rows.map(\.name),
      most: area.width >= 80 ? area.width * 0.35 : 0,
      on: canvas
    )
    let down = Scale(kind: .linear, lower: 0, upper: Double(rows.count), start: 0, end: 1)
    let body = area.inset(left: names.width)
    let labels = VerticalMarkers(markers, on: canvas, in: body, scale: scale)
    let frame = PlotFrame(
      on: canvas,
      in: body.inset(top: labels.height),
      x: .init(axis: x, scale: scale),
      y: .init(axis: Axis(), scale: down),
      showsYLabels: false
    )
    frame.drawBack(on: canvas, showsYGrid: false)
    labels.draw(on: canvas, scale: frame.x, plot: frame.plot, within: body)
    names.draw(beside: frame.plot, on: canvas)
    let slot = frame.plot.height / Double(rows.count)
    let style = SeriesStyle(slot: 0, theme: canvas.theme)
    canvas.clipped(to: frame.plot.inset(all: -4)) {
      for (index, row) in rows.enumerated() {
        let middle = frame.plot.top + (Double(index) + 0.5) * slot
        if slot >= 8 {
          canvas.hairline(
            from: Point(frame.plot.left, middle.rounded()),
            to: Point(frame.plot.right, middle.rounded()),
            canvas.theme.grid
          )
        }
        draw(row, at: middle, slot: slot, frame.x, style, on: canvas)
      }
    }
  }

  private func draw(
    _ row: Row,
    at middle: Double,
    slot: Double,
    _ scale: Scale,
    _ style: SeriesStyle,
    on canvas: Canvas
  ) {
    if let left = scale.position(row.lower), let right = scale.position(row.upper) {
      let tall = min(4, slot * 0.3)
      canvas.line([Point(left, middle), Point(right, middle)], style.color, width: 1.6)
      for end in [left, right] {
        canvas.line(
          [Point(end, middle - tall), Point(end, middle + tall)],
          style.color,
          width: 1.6
        )
      }
    }
    // A mark that would cover another to the half point is not drawn twice.
    var drawn: Set<Int> = []
    for value in row.values {
      guard let place = scale.position(value), drawn.insert(Int((place * 2).rounded())).inserted
      else { continue }
      canvas.marker(
        .circle,
        at: Point(place, middle),
        radius: min(2.6, slot * 0.25),
        canvas.theme.mutedText.opacity(0.7)
      )
    }
    guard let place = scale.position(row.value) else { return }
    canvas.marker(
      .diamond,
      at: Point(place, middle),
      radius: min(5, slot * 0.4),
      style.color,
      outline: canvas.theme.background
    )
  }
}
