/// How a value gets from a start to an end in named steps.
public struct Waterfall: ChartKind {
  /// One change.
  public struct Step: Sendable, Hashable, Codable {
    /// What changes.
    public var name: String
    /// By how much, in the unit of the axis.
    @Gapped public var change: Double
    /// Half the length of the interval around the change; not-a-number for none.
    @Gapped public var error: Double

    /// Creates a step.
    public init(_ name: String, change: Double, error: Double = .nan) {
      self.name = name
      self.change = change
      self.error = error
    }
  }

  /// The name of the first bar.
  public var startName: String
  /// The height of the first bar.
  @Gapped public var start: Double
  /// The changes from left to right.
  public var steps: [Step]
  /// The name of the last bar, whose height is the sum.
  public var endName: String
  /// The vertical axis.
  public var y: Axis

  /// Creates a chart.
  public init(startName: String, start: Double, steps: [Step], endName: String, y: Axis) {
    self.startName = startName
    self.start = start
    self.steps = steps
    self.endName = endName
    self.y = y
  }

  /// The stable name of the kind.
  public static let id = "waterfall"
  /// What the kind is for.
  public static let summary = "from one value to another in named steps"

  /// Where accuracy is lost between supernet and derived network.
  public static var example: Waterfall {
    Waterfall(
      startName: "supernet",
      start: 74,
      steps: [
        Step("discretization", change: -21, error: 3),
        Step("batch statistics", change: 6, error: 1.5), Step("fine-tuning", change: 11),
      ],
      endName: "derived",
      y: Axis("Accuracy", unit: "%")
    )
  }

  /// The values of all stress series as steps.
  public static func stressed(with data: StressData) -> Waterfall {
    let steps = zip(data.names, data.values).flatMap { name, values in
      values.prefix(3).map { Step(name, change: $0, error: abs($0) / 4) }
    }
    return Waterfall(
      startName: data.names.first ?? "",
      start: steps.first?.change ?? 0,
      steps: steps,
      endName: data.names.last ?? "",
      y: Axis(data.names.first ?? "", scale: data.isLogarithmic ? .logarithmic : .linear)
    )
  }

  /// Name, lower and upper value, and the change of each bar; steps that are no numbers add nothing.
  private var bars: [(name: String, from: Double, to: Double, isTotal: Bool, error: Double)] {
    var level = start.isFinite ? start : 0
    var bars = [(name: startName, from: 0.0, to: start, isTotal: true, error: Double.nan)]
    for step in steps {
      let next = level + (step.change.isFinite ? step.change : 0)
      bars.append((step.name, level, step.change.isFinite ? next : step.change, false, step.error))
      level = next
    }
    bars.append((endName, 0, level, true, .nan))
    return bars
  }

  private var extent: Extent {
    Extent(
      bars.flatMap { bar in
        let error = bar.error.isFinite ? bar.error : 0
        return [bar.from, bar.to, bar.to - error, bar.to + error]
      }
    )
  }

  /// What could not be shown.
  public var notes: [String] {
    let missing = steps.filter { !$0.change.isFinite }.count + (start.isFinite ? 0 : 1)
    return missing == 0 ? [] : ["values that are no finite number count as 0: \(missing)"]
  }

  /// One row per bar.
  public var table: DataTable {
    var table = DataTable(columns: ["step", "from", y.title.isEmpty ? "to" : y.title, "error"])
    for bar in bars {
      table.append([.text(bar.name), .number(bar.from), .number(bar.to), .number(bar.error)])
    }
    return table
  }

  /// Draws axis, bars joined by thin lines, changes and names.
  public func draw(on canvas: Canvas, in area: Rect) {
    var linear = y
    linear.scale = .linear
    let bars = bars
    guard area.width > 20, area.height > 20,
      let scale = Scale(linear, over: extent, padding: 0.1)
    else { return PlotFrame.drawEmpty(on: canvas, in: area) }
    let labels = CategoryLabels(
      bars.map(\.name),
      slot: max(1, area.width - 60) / Double(bars.count),
      room: area.height,
      on: canvas
    )
    let across = Scale(kind: .linear, lower: 0, upper: Double(bars.count), start: 0, end: 1)
    let frame = PlotFrame(
      on: canvas,
      in: area.inset(bottom: labels.height),
      x: .init(axis: Axis(), scale: across),
      y: .init(axis: linear, scale: scale),
      showsXLabels: false
    )
    frame.drawBack(on: canvas, showsXGrid: false)
    let slot = frame.plot.width / Double(bars.count)
    let width = min(90, slot * 0.7)
    let hues = canvas.theme.hues
    let changes = TickFormat.uniform([bars.map { $0.isTotal ? $0.to : $0.to - $0.from }])[0]
    for (index, bar) in bars.enumerated() {
      guard let from = frame.y.position(max(scale.lower, min(scale.upper, bar.from))),
        let to = frame.y.position(bar.to)
      else { continue }
      let center = frame.plot.left + (Double(index) + 0.5) * slot
      let hue = bar.isTotal ? hues[7] : bar.to < bar.from ? hues[1] : hues[0]
      canvas.clipped(to: frame.plot) {
        canvas.box(
          Rect(
            left: center - width / 2,
            top: min(from, to),
            right: center + width / 2,
            bottom: max(max(from, to), min(from, to) + 1)
          ),
          fill: hue
        )
        if index + 1 < bars.count {
          canvas.hairline(
            from: Point(center + width / 2, to),
            to: Point(center + slot - width / 2, to),
            canvas.theme.axis
          )
        }
      }
      let top = drawError(bar.error, around: bar.to, center: center, frame, on: canvas)
      let change = changes[index]
      let text = !bar.isTotal && bar.to > bar.from ? "+" + change : change
      let placed = canvas.textBox(
        text,
        at: Point(center, min(from, to, top) - 3),
        .center,
        .bottom,
        .small
      )
      if placed.box.width <= slot - 4, canvas.isFree(placed.box) {
        canvas.draw(placed, .small, canvas.theme.text, halo: canvas.theme.background)
      }
    }
    labels.draw(on: canvas, left: frame.plot.left, top: frame.plot.bottom, slot: slot)
  }

  /// Draws the interval around the end of a bar and gives its upper end, or the bottom of the plot.
  private func drawError(
    _ error: Double,
    around value: Double,
    center: Double,
    _ frame: PlotFrame,
    on canvas: Canvas
  ) -> Double {
    guard error.isFinite, let low = frame.y.position(value - abs(error)),
      let high = frame.y.position(value + abs(error))
    else { return frame.plot.bottom }
    canvas.clipped(to: frame.plot) {
      canvas.line([Point(center, high), Point(center, low)], canvas.theme.reference, width: 1.4)
      for end in [high, low] {
        canvas.line(
          [Point(center - 4, end), Point(center + 4, end)],
          canvas.theme.reference,
          width: 1.4
        )
      }
    }
    return high
  }
}
