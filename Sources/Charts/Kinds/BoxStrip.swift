/// Distributions side by side: a box of quartiles with every value as a point beside its middle.
public struct BoxStrip: ChartKind {
  /// One distribution.
  public struct Sample: Sendable, Hashable, Codable {
    /// The name below it.
    public var name: String
    /// The values in any order.
    @Gapped public var values: [Double]

    /// Creates a sample.
    public init(_ name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// The distributions from left to right.
  public var samples: [Sample]
  /// The vertical axis.
  public var y: Axis

  /// Creates a chart.
  public init(samples: [Sample], y: Axis) {
    self.samples = samples
    self.y = y
  }

  /// The stable name of the kind.
  public static let id = "box-strip"
  /// What the kind is for.
  public static let summary = "distributions as quartile boxes with every value shown"

  /// Accuracy of three methods over eight seeds.
  public static var example: BoxStrip {
    let base = [0.0, 0.4, -0.3, 0.9, -1.1, 0.2, 0.6, -0.5]
    return BoxStrip(
      samples: [
        Sample("darts", values: base.map { 71 + 4 * $0 }),
        Sample("gdas", values: base.map { 74 - 2 * $0 }),
        Sample("fairdarts", values: base.map { 79 + $0 }),
      ],
      y: Axis("Accuracy", unit: "%")
    )
  }

  /// One sample per stress name.
  public static func stressed(with data: StressData) -> BoxStrip {
    BoxStrip(
      samples: zip(data.names, data.values).map { Sample($0, values: $1) },
      y: Axis(
        data.names.first ?? "",
        unit: "%",
        scale: data.isLogarithmic ? .logarithmic : .linear
      )
    )
  }

  /// The value below which `share` of the sorted `values` lie, interpolated linearly.
  ///
  /// Reference: Hyndman and Fan, "Sample quantiles in statistical packages", The American
  /// Statistician 50 (1996), definition 7.
  static func quantile(_ values: [Double], _ share: Double) -> Double {
    guard let last = values.last else { return .nan }
    let position = share * Double(values.count - 1)
    let index = Int(position)
    guard index + 1 < values.count else { return last }
    let fraction = position - Double(index)
    return values[index] * (1 - fraction) + values[index + 1] * fraction
  }

  private var extent: Extent {
    var extent = Extent()
    for sample in samples { extent.add(sample.values) }
    return extent
  }

  /// What could not be shown and what the boxes mean.
  public var notes: [String] {
    extent.notes(y.label, scale: y.scale)
      + (samples.contains { $0.values.count > 4 } ? ["box: quartiles and median"] : [])
  }

  /// One row per value.
  public var table: DataTable {
    var table = DataTable(columns: ["sample", y.title.isEmpty ? "value" : y.title])
    for sample in samples {
      for value in sample.values { table.append([.text(sample.name), .number(value)]) }
    }
    return table
  }

  /// Draws axis, boxes of five values or more, points and names.
  public func draw(on canvas: Canvas, in area: Rect) {
    guard !samples.isEmpty, area.width > 20, area.height > 20,
      let scale = Scale(y, over: extent, padding: 0.06)
    else { return PlotFrame.drawEmpty(on: canvas, in: area) }
    let labels = CategoryLabels(
      samples.map(\.name),
      slot: max(1, area.width - 60) / Double(samples.count),
      room: area.height,
      on: canvas
    )
    let across = Scale(kind: .linear, lower: 0, upper: Double(samples.count), start: 0, end: 1)
    let frame = PlotFrame(
      on: canvas,
      in: area.inset(bottom: labels.height),
      x: .init(axis: Axis(), scale: across),
      y: .init(axis: y, scale: scale),
      showsXLabels: false
    )
    frame.drawBack(on: canvas, showsXGrid: false)
    let slot = frame.plot.width / Double(samples.count)
    let styles = canvas.styles(for: samples.map(\.name))
    canvas.clipped(to: frame.plot.inset(all: -4)) {
      for (index, sample) in samples.enumerated() {
        draw(
          sample,
          center: frame.plot.left + (Double(index) + 0.5) * slot,
          width: min(90, slot),
          scale: frame.y,
          styles[index],
          on: canvas
        )
      }
    }
    labels.draw(on: canvas, left: frame.plot.left, top: frame.plot.bottom, slot: slot)
  }

  private func draw(
    _ sample: Sample,
    center: Double,
    width: Double,
    scale: Scale,
    _ style: SeriesStyle,
    on canvas: Canvas
  ) {
    let shown = sample.values.filter { scale.position($0) != nil }.sorted()
    if shown.count > 4 {
      let quartiles = [0.75, 0.5, 0.25].compactMap {
        scale.position(Self.quantile(shown, $0))
      }
      guard quartiles.count == 3 else { return }
      let box = Rect(
        left: center - width * 0.3,
        top: quartiles[0],
        right: center + width * 0.3,
        bottom: quartiles[2]
      )
      canvas.box(box, fill: style.color.opacity(0.18), stroke: style.color, width: 1.2, radius: 2)
      canvas.line(
        [Point(box.left, quartiles[1]), Point(box.right, quartiles[1])],
        style.color,
        width: 2.6
      )
    }
    // Neighbours in rank step sideways in a fixed pattern, so that equal values stay countable.
    let steps = [0.0, 0.5, -0.5, 0.25, -0.25, 0.75, -0.75]
    // A mark that would cover another to the half point is not drawn twice.
    var drawn: Set<Int> = []
    for (rank, value) in shown.enumerated() {
      guard let position = scale.position(value),
        drawn.insert(Int((position * 2).rounded()) * steps.count + rank % steps.count).inserted
      else { continue }
      canvas.marker(
        .circle,
        at: Point(center + steps[rank % steps.count] * width * 0.24, position),
        radius: shown.count > 200 ? 1.6 : 3.2,
        style.color,
        outline: canvas.theme.background
      )
    }
  }
}
