/// A matrix of values as coloured cells between named rows and columns.
public struct HeatMap: ChartKind {
  /// The names of the rows, top first.
  public var rows: [String]
  /// The names of the columns, left first.
  public var columns: [String]
  /// One list per row with one value per column; NaN cells are hatched.
  @Gapped public var values: [[Double]]
  /// What the rows are; empty for none.
  public var rowTitle: String
  /// What the columns are; empty for none.
  public var columnTitle: String
  /// What the colours mean; its ends are the ends of the colour bar.
  public var color: Axis
  /// The colours.
  ///
  /// With `diverging` the range is symmetric around `center` on a linear axis.
  public var colors: ColorMap
  /// The neutral value of diverging colours.
  public var center: Double

  /// Creates a heat map.
  ///
  /// - Precondition: `values` has one list per row and each one value per column.
  public init(
    rows: [String],
    columns: [String],
    values: [[Double]],
    rowTitle: String = "",
    columnTitle: String = "",
    color: Axis,
    colors: ColorMap = .sequential,
    center: Double = 0
  ) {
    if let problem = Self.problem(rows: rows, columns: columns, values: values) {
      preconditionFailure(problem)
    }
    self.rows = rows
    self.columns = columns
    self.values = values
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.color = color
    self.colors = colors
    self.center = center
  }

  /// Reads a heat map.
  ///
  /// - Throws: `DecodingError`, also when the values do not fit the rows and columns.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    rows = try container.decode([String].self, forKey: .rows)
    columns = try container.decode([String].self, forKey: .columns)
    _values = try container.decode(Gapped<[[Double]]>.self, forKey: .values)
    rowTitle = try container.decodeIfPresent(String.self, forKey: .rowTitle) ?? ""
    columnTitle = try container.decodeIfPresent(String.self, forKey: .columnTitle) ?? ""
    color = try container.decode(Axis.self, forKey: .color)
    colors = try container.decodeIfPresent(ColorMap.self, forKey: .colors) ?? .sequential
    center = try container.decodeIfPresent(Double.self, forKey: .center) ?? 0
    if let problem = Self.problem(rows: rows, columns: columns, values: values) {
      throw DecodingError.dataCorruptedError(
        forKey: .values,
        in: container,
        debugDescription: problem
      )
    }
  }

  private static func problem(rows: [String], columns: [String], values: [[Double]]) -> String? {
    if values.count != rows.count {
      return "\(values.count) lists of values do not fit \(rows.count) rows"
    }
    if let odd = values.firstIndex(where: { $0.count != columns.count }) {
      return "row \(odd): \(values[odd].count) values do not fit \(columns.count) columns"
    }
    return nil
  }

  /// The stable name of the kind.
  public static let id = "heat-map"
  /// What the kind is for.
  public static let summary = "a matrix of values as coloured cells, sequential or diverging"

  /// Operation weights of eight edges.
  public static var example: HeatMap {
    let operations = [
      "none", "max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3", "sep_conv_5x5",
      "dil_conv_3x3", "dil_conv_5x5",
    ]
    let edges = ["0 \u{2192} 2", "1 \u{2192} 2", "0 \u{2192} 3", "1 \u{2192} 3", "2 \u{2192} 3"]
    return HeatMap(
      rows: edges,
      columns: operations,
      values: edges.indices.map { row in
        operations.indices.map { column in
          row == 1 && column == 0 ? .nan : Double((row * 5 + column * 3) % 11) / 20
        }
      },
      rowTitle: "Edge",
      columnTitle: "Operation",
      color: Axis("Operation weight", lower: 0)
    )
  }

  /// A matrix whose rows are the stress series, cut to the shortest.
  public static func stressed(with data: StressData) -> HeatMap {
    let width = data.values.map(\.count).min() ?? 0
    return HeatMap(
      rows: data.names,
      columns: (0..<width).map { index in
        data.names.isEmpty ? "" : data.names[index % data.names.count]
      },
      values: data.values.map { Array($0.prefix(width)) },
      rowTitle: data.names.first ?? "",
      columnTitle: data.names.last ?? "",
      color: Axis(
        data.names.first ?? "",
        unit: "%",
        scale: data.isLogarithmic ? .logarithmic : .linear
      ),
      colors: data.isLogarithmic ? .sequential : .diverging
    )
  }

  private var extent: Extent {
    var extent = Extent()
    for row in values { extent.add(row) }
    return extent
  }

  /// The range of the colours, or nil when no value can be shown.
  var scale: Scale? {
    guard let scale = Scale(color, over: extent, padding: 0) else { return nil }
    guard colors == .diverging, color.scale == .linear, center.isFinite else { return scale }
    let reach = max(abs(scale.lower - center), abs(scale.upper - center))
    guard center - reach < center + reach, (2 * reach).isFinite else { return scale }
    return Scale(
      kind: .linear,
      lower: center - reach,
      upper: center + reach,
      start: 0,
      end: 1
    )
  }

  /// What could not be shown, and what hatching means where it occurs.
  public var notes: [String] {
    let scale = scale
    let isHatched = values.contains { $0.contains { scale?.position($0) == nil } }
    return extent.notes(color.label, scale: color.scale) + (isHatched ? ["hatched: no value"] : [])
  }

  /// One row per cell.
  public var table: DataTable {
    var table = DataTable(columns: [
      rowTitle.isEmpty ? "row" : rowTitle, columnTitle.isEmpty ? "column" : columnTitle,
      color.title.isEmpty ? "value" : color.title,
    ])
    for (row, line) in zip(rows, values) {
      for (column, value) in zip(columns, line) {
        table.append([.text(row), .text(column), .number(value)])
      }
    }
    return table
  }

  /// Draws cells, names and colour bar.
  public func draw(on canvas: Canvas, in area: Rect) {
    guard !rows.isEmpty, !columns.isEmpty, area.width > 8, area.height > 8 else {
      return PlotFrame.drawEmpty(on: canvas, in: area)
    }
    HeatMapDrawing(map: self, canvas: canvas, area: area).draw()
  }
}
