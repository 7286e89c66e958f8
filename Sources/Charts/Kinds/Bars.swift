/// Groups of bars with optional error bars.
public struct Bars: ChartKind {
  /// The stable name of the kind.
  public static let id = "bars"
  /// What the kind is for.
  public static let summary = "groups compared by height, with intervals"

  /// The bars of one colour, one per group.
  public struct Series: Sendable, Hashable, Codable {
    /// The name in the legend.
    public var name: String
    /// The heights.
    @Gapped public var values: [Double]
    /// Half lengths of the error bars, which end at the limits of the axis; empty for none.
    @Gapped public var errors: [Double]

    /// Creates a series.
    public init(_ name: String, values: [Double], errors: [Double] = []) {
      self.name = name
      self.values = values
      self.errors = errors
    }
  }

  /// The names of the groups.
  public var groups: [String]
  /// The series in legend order.
  public var series: [Series]
  /// The vertical axis.
  public var y: Axis

  /// Creates a chart.
  public init(groups: [String], series: [Series], y: Axis) {
    self.groups = groups
    self.series = series
    self.y = y
  }

  /// Two methods on three data sets.
  public static var example: Bars {
    Bars(
      groups: ["seed 1", "seed 2", "seed 3"],
      series: [
        Series("supernet", values: [71, 74, 70], errors: [2, 1.5, 2.5]),
        Series("derived", values: [55, 61, 48], errors: [3, 2, 4]),
      ],
      y: Axis("Accuracy", unit: "%", lower: 0)
    )
  }

  /// The kind with awkward data.
  public static func stressed(with data: StressData) -> Bars {
    let count = data.values.map { $0.count }.max() ?? 0
    return Bars(
      groups: (0..<min(count, 30)).map {
        data.names.isEmpty ? "" : data.names[$0 % data.names.count]
      },
      series: zip(data.names, data.values).map { Series($0, values: Array($1.prefix(30))) },
      y: Axis(data.names.first ?? "", unit: "unit")
    )
  }

  /// `value`, or the limit of the axis it passes: an interval does not reach where no value can be.
  private func within(_ value: Double) -> Double {
    max(y.lower ?? -.infinity, min(y.upper ?? .infinity, value))
  }

  private var extent: Extent {
    var extent = Extent([0])
    for one in series {
      for (index, value) in one.values.enumerated() {
        let error = index < one.errors.count ? one.errors[index] : 0
        extent.add([value, within(value + error), within(value - error)])
      }
    }
    return extent
  }

  /// What could not be shown.
  public var notes: [String] { extent.notes(y.label, scale: .linear) }

  /// One row per bar.
  public var table: DataTable {
    var table = DataTable(columns: ["group", "series", y.title, "error"])
    for (index, group) in groups.enumerated() {
      for one in series where index < one.values.count {
        table.append([
          .text(group), .text(one.name), .number(one.values[index]),
          index < one.errors.count ? .number(one.errors[index]) : .missing,
        ])
      }
    }
    return table
  }

  /// Draws legend, axis, bars and names of groups.
  public func draw(on canvas: Canvas, in area: Rect) {
    let styles = canvas.styles(for: series.map { $0.name })
    let entries =
      series.count > 1
      ? zip(series, styles).map {
        Legend.Entry(name: $0.name, style: $1, swatch: .fill)
      } : []
    let legend = Legend(entries, on: canvas, in: area)
    legend.draw(on: canvas)
    var linear = y
    linear.scale = .linear
    var body = area.inset(top: legend.height)
    guard !groups.isEmpty, !series.isEmpty, body.height > 20, body.width > 20,
      let vertical = Scale(linear, over: extent, padding: 0.1)
    else { return PlotFrame.drawEmpty(on: canvas, in: body) }
    // The width of the plot is not known yet; the axis takes about 60 points.
    let labels = CategoryLabels(
      groups,
      slot: max(1, body.width - 60) / Double(groups.count),
      room: body.height,
      on: canvas
    )
    body = body.inset(bottom: labels.height)
    let horizontal = Scale(
      kind: .linear,
      lower: 0,
      upper: Double(groups.count),
      start: 0,
      end: 1
    )
    let frame = PlotFrame(
      on: canvas,
      in: body,
      x: PlotFrame.Side(axis: Axis(), scale: horizontal),
      y: PlotFrame.Side(axis: linear, scale: vertical),
      showsXLabels: false
    )
    frame.drawBack(on: canvas, showsXGrid: false)
    let slot = frame.plot.width / Double(groups.count)
    let width = min(60, slot * 0.8 / Double(series.count))
    let base = frame.y.position(max(vertical.lower, min(vertical.upper, 0))) ?? frame.plot.bottom
    canvas.clipped(to: frame.plot.inset(all: -1)) {
      for group in groups.indices {
        let center = frame.plot.left + (Double(group) + 0.5) * slot
        for (index, one) in series.enumerated() {
          let left = center + (Double(index) - Double(series.count) / 2) * width
          drawBar(one, group, left: left, width: width, base, styles[index], frame, canvas)
        }
      }
    }
    if base < frame.plot.bottom {
      canvas.hairline(
        from: Point(frame.plot.left, base),
        to: Point(frame.plot.right, base),
        canvas.theme.axis
      )
    }
    drawValues(in: frame, slot: slot, width: width, on: canvas)
    labels.draw(on: canvas, left: frame.plot.left, top: frame.plot.bottom, slot: slot)
  }

  /// Writes each value beyond the end of its bar when all are narrow enough to stand side by side.
  private func drawValues(
    in frame: PlotFrame,
    slot: Double,
    width: Double,
    on canvas: Canvas
  ) {
    let style = TextStyle.small
    let texts = TickFormat.uniform(series.map(\.values))
    let widest = texts.joined().map { canvas.measure.width($0, style) }.max() ?? 0
    guard widest <= width - 2 else { return }
    for group in groups.indices {
      let center = frame.plot.left + (Double(group) + 0.5) * slot
      for (index, one) in series.enumerated() where group < one.values.count {
        let value = one.values[group]
        let error = group < one.errors.count && one.errors[group].isFinite ? one.errors[group] : 0
        let reach = within(value < 0 ? value - abs(error) : value + abs(error))
        guard let end = frame.y.position(reach) else { continue }
        let middle = center + (Double(index) - Double(series.count) / 2 + 0.5) * width
        let anchor = Point(middle, value < 0 ? end + 3 : end - 3)
        let placed = canvas.textBox(
          texts[index][group],
          at: anchor,
          .center,
          value < 0 ? .top : .bottom,
          style
        )
        guard frame.plot.inset(top: -8).contains(placed.box), canvas.isFree(placed.box) else {
          continue
        }
        canvas.draw(placed, style, canvas.theme.text, halo: canvas.theme.background)
      }
    }
  }

  private func drawBar(
    _ one: Series,
    _ group: Int,
    left: Double,
    width: Double,
    _ base: Double,
    _ style: SeriesStyle,
    _ frame: PlotFrame,
    _ canvas: Canvas
  ) {
    guard group < one.values.count, let top = frame.y.position(one.values[group]) else { return }
    canvas.box(
      Rect(
        x: left + 1,
        y: min(top, base),
        width: max(0.5, width - 2),
        height: abs(base - top)
      ),
      fill: style.color
    )
    guard group < one.errors.count,
      let high = frame.y.position(within(one.values[group] + one.errors[group])),
      let low = frame.y.position(within(one.values[group] - one.errors[group]))
    else { return }
    let middle = left + width / 2
    canvas.line([Point(middle, high), Point(middle, low)], canvas.theme.reference, width: 1.4)
    for y in [high, low] {
      canvas.line([Point(middle - 4, y), Point(middle + 4, y)], canvas.theme.reference, width: 1.4)
    }
  }
}
