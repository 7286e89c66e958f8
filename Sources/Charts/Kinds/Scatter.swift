import Foundation

/// Points in the plane by group, with an optional fitted line and names beside the points.
public struct Scatter: ChartKind {
  /// The points of one look.
  public struct Group: Sendable, Hashable, Codable {
    /// The name in the legend.
    public var name: String
    /// Horizontal positions.
    @Gapped public var x: [Double]
    /// Vertical positions.
    @Gapped public var y: [Double]
    /// A name per point, or empty for none.
    public var labels: [String]

    /// Creates a group.
    ///
    /// - Precondition: `x` and `y` are equally long; `labels` is too, or empty.
    public init(_ name: String, x: [Double], y: [Double], labels: [String] = []) {
      precondition(
        x.count == y.count && (labels.isEmpty || labels.count == x.count),
        "group \"\(name)\": \(x.count) x, \(y.count) y and \(labels.count) labels do not fit"
      )
      self.name = name
      self.x = x
      self.y = y
      self.labels = labels
    }
  }

  /// The groups in legend order.
  public var groups: [Group]
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// Whether the least-squares line through all points is drawn; only on linear axes.
  public var showsFit: Bool
  /// Whether the ranks of the points stand at the top and at the right.
  public var showsRanks: Bool

  /// Creates a scatter chart.
  public init(
    groups: [Group],
    x: Axis,
    y: Axis,
    showsFit: Bool = false,
    showsRanks: Bool = false
  ) {
    self.groups = groups
    self.x = x
    self.y = y
    self.showsFit = showsFit
    self.showsRanks = showsRanks
  }

  /// The stable name of the kind.
  public static let id = "scatter"
  /// What the kind is for.
  public static let summary = "points by group, with a fitted line, ranks at the margins and names"

  /// Proxy against final accuracy of nine architectures.
  public static var example: Scatter {
    Scatter(
      groups: [
        Group("darts", x: [62, 71, 55, 66], y: [94.1, 94.9, 93.2, 94.6]),
        Group(
          "fairdarts",
          x: [74, 78, 81, 69, 76],
          y: [95.6, 95.9, 96.4, 95.0, 95.4],
          labels: ["seed 0", "seed 1", "seed 2", "seed 3", "seed 4"]
        ),
      ],
      x: Axis("Supernet accuracy", unit: "%"),
      y: Axis("Accuracy alone", unit: "%"),
      showsFit: true,
      showsRanks: true
    )
  }

  /// One group per stress name, points named after it.
  public static func stressed(with data: StressData) -> Scatter {
    let scale: AxisScale = data.isLogarithmic ? .logarithmic : .linear
    return Scatter(
      groups: zip(data.names, data.values).map { name, values in
        Group(
          name,
          x: values.reversed(),
          y: values,
          labels: values.count <= 20 ? values.map { _ in name } : []
        )
      },
      x: Axis(data.names.first ?? "", scale: scale),
      y: Axis(data.names.last ?? "", scale: scale),
      showsFit: true,
      showsRanks: true
    )
  }

  private func extent(_ values: (Group) -> [Double]) -> Extent {
    var extent = Extent()
    for group in groups { extent.add(values(group)) }
    return extent
  }

  /// Slope and value at `x = 0` of the least-squares line, or nil when there is none to draw.
  var fit: (slope: Double, intercept: Double)? {
    guard showsFit, x.scale == .linear, y.scale == .linear else { return nil }
    let points = groups.flatMap { zip($0.x, $0.y) }.filter { $0.isFinite && $1.isFinite }
    guard points.count > 2 else { return nil }
    let count = Double(points.count)
    let meanX = points.reduce(0) { $0 + $1.0 / count }
    let meanY = points.reduce(0) { $0 + $1.1 / count }
    let spread = points.reduce(0) { $0 + ($1.0 - meanX) * ($1.0 - meanX) }
    let slope = points.reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / spread
    let intercept = meanY - slope * meanX
    return slope.isFinite && intercept.isFinite ? (slope, intercept) : nil
  }

  /// More points than this are drawn as a density.
  static let crowd = 5000
  private var count: Int { groups.reduce(0) { $0 + $1.x.count } }

  /// What could not be shown.
  public var notes: [String] {
    extent(\.y).notes(y.label, scale: y.scale) + extent(\.x).notes(x.label, scale: x.scale)
      + (fit == nil ? [] : ["line: least squares through all points"])
      + (showsRanks && groups.contains { !$0.x.isEmpty }
        ? ["margins: from each value to its rank"] : [])
      + (count > Self.crowd ? ["\(count) points, darker where more of them lie"] : [])
  }

  /// One row per point.
  public var table: DataTable {
    var table = DataTable(columns: [
      "group", x.title.isEmpty ? "x" : x.title, y.title.isEmpty ? "y" : y.title, "label",
    ])
    for group in groups {
      for index in 0..<min(group.x.count, group.y.count) {
        table.append([
          .text(group.name), .number(group.x[index]), .number(group.y[index]),
          index < group.labels.count ? .text(group.labels[index]) : .missing,
        ])
      }
    }
    return table
  }

  /// Draws legend, axes, fitted line, points and the names that find room.
  public func draw(on canvas: Canvas, in area: Rect) {
    guard let scaleX = Scale(x, over: extent(\.x), padding: 0.05),
      let scaleY = Scale(y, over: extent(\.y), padding: 0.08)
    else { return PlotFrame.drawEmpty(on: canvas, in: area) }
    let styles = canvas.styles(for: groups.map(\.name))
    let entries = zip(groups, styles).map {
      Legend.Entry(name: $0.name, style: $1, swatch: .marker)
    }
    let legend = Legend(groups.count > 1 ? entries : [], on: canvas, in: area)
    legend.draw(on: canvas)
    let body = area.inset(top: legend.height)
    let margin = showsRanks && body.width >= 240 && body.height >= 160 ? RankMargins.depth : 0
    let frame = PlotFrame(
      on: canvas,
      in: body.inset(top: margin, right: margin),
      x: .init(axis: x, scale: scaleX),
      y: .init(axis: y, scale: scaleY)
    )
    frame.drawBack(on: canvas)
    if margin > 0 {
      RankMargins(frame: (frame.x, frame.y), plot: frame.plot).draw(groups, styles, on: canvas)
    }
    let line = fitEnds(x: frame.x, y: frame.y)
    canvas.clipped(to: frame.plot) {
      canvas.line(line, canvas.theme.reference, width: 1.4, dash: [6, 4])
    }
    if count > Self.crowd {
      return PointCloud(frame: (frame.x, frame.y), plot: frame.plot).draw(
        groups,
        styles,
        on: canvas
      )
    }
    var points: [Point] = []
    var named: [(name: String, point: Point)] = []
    canvas.clipped(to: frame.plot.inset(all: -5)) {
      for (group, style) in zip(groups, styles) {
        for (index, (x, y)) in zip(group.x, group.y).enumerated() {
          guard let px = frame.x.position(x), let py = frame.y.position(y) else { continue }
          canvas.marker(
            style.marker,
            at: Point(px, py),
            radius: 4.5,
            style.color,
            outline: canvas.theme.background
          )
          points.append(Point(px, py))
          if index < group.labels.count, frame.plot.contains(Point(px, py)) {
            named.append((group.labels[index], Point(px, py)))
          }
        }
      }
    }
    PointLabels.draw(named, avoiding: points, line, in: frame.plot, on: canvas)
  }

  /// The fitted line across the whole plot, or nothing.
  private func fitEnds(x: Scale, y: Scale) -> [Point] {
    guard let fit else { return [] }
    return [x.lower, x.upper].compactMap { value in
      guard let px = x.position(value), let py = y.position(fit.intercept + fit.slope * value)
      else { return nil }
      return Point(px, py)
    }
  }
}
