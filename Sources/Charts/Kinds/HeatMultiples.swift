import Foundation

/// A grid of small heat maps that share rows, columns and colours, as operation weights over epochs
/// with one block per edge.
public struct HeatMultiples: ChartKind {
  /// One block.
  public struct Panel: Sendable, Hashable, Codable {
    /// The heading of the block.
    public var title: String
    /// One list per row with one value per column; NaN cells are hatched.
    @Gapped public var values: [[Double]]

    /// Creates a block.
    public init(_ title: String, values: [[Double]]) {
      self.title = title
      self.values = values
    }
  }

  /// The blocks, row by row.
  public var panels: [Panel]
  /// The names of the rows of every block, top first.
  public var rows: [String]
  /// The names of the columns of every block, left first.
  public var columns: [String]
  /// What the rows are; empty for none.
  public var rowTitle: String
  /// What the columns are; empty for none.
  public var columnTitle: String
  /// What the colours mean; its ends are the ends of the colour bar.
  public var color: Axis
  /// How many blocks stand in a row, or nil to choose by the room.
  public var panelsPerRow: Int?

  /// Creates a grid.
  ///
  /// - Precondition: every block has one list per row and each one value per column.
  public init(
    panels: [Panel],
    rows: [String],
    columns: [String],
    rowTitle: String = "",
    columnTitle: String = "",
    color: Axis,
    panelsPerRow: Int? = nil
  ) {
    if let problem = Self.problem(panels, rows: rows, columns: columns) {
      preconditionFailure(problem)
    }
    self.panels = panels
    self.rows = rows
    self.columns = columns
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.color = color
    self.panelsPerRow = panelsPerRow
  }

  /// Reads a grid.
  ///
  /// - Throws: `DecodingError`, also when the values do not fit the rows and columns.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    panels = try container.decode([Panel].self, forKey: .panels)
    rows = try container.decode([String].self, forKey: .rows)
    columns = try container.decode([String].self, forKey: .columns)
    rowTitle = try container.decodeIfPresent(String.self, forKey: .rowTitle) ?? ""
    columnTitle = try container.decodeIfPresent(String.self, forKey: .columnTitle) ?? ""
    color = try container.decode(Axis.self, forKey: .color)
    panelsPerRow = try container.decodeIfPresent(Int.self, forKey: .panelsPerRow)
    if let problem = Self.problem(panels, rows: rows, columns: columns) {
      throw DecodingError.dataCorruptedError(
        forKey: .panels,
        in: container,
        debugDescription: problem
      )
    }
  }

  private static func problem(
    _ panels: [Panel],
    rows: [String],
    columns: [String]
  ) -> String? {
    for panel in panels {
      if panel.values.count != rows.count {
        return "\(panel.title): \(panel.values.count) lists of values do not fit \(rows.count) rows"
      }
      if let odd = panel.values.first(where: { $0.count != columns.count }) {
        return "\(panel.title): \(odd.count) values do not fit \(columns.count) columns"
      }
    }
    return nil
  }

  /// The stable name of the kind.
  public static let id = "heat-multiples"
  /// What the kind is for.
  public static let summary = "a grid of small heat maps that share rows, columns and colours"

  /// Operation weights over eight epochs on six edges.
  public static var example: HeatMultiples {
    let operations = ["max_pool_3x3", "skip_connect", "sep_conv_3x3", "dil_conv_5x5"]
    let edges = [(0, 2), (1, 2), (0, 3), (1, 3), (2, 3), (0, 4)]
    return HeatMultiples(
      panels: edges.enumerated().map { index, edge in
        Panel(
          "\(edge.0) \u{2192} \(edge.1)",
          values: operations.indices.map { row in
            (1...6).map { epoch in
              let leads = (index * 3 + 1) % 4 == row
              return 0.25 + Double(epoch) * (leads ? 0.09 : -0.03)
            }
          }
        )
      },
      rows: operations,
      columns: (1...6).map { "\($0)" },
      columnTitle: "Epoch",
      color: Axis("Operation weight", lower: 0)
    )
  }

  /// Blocks that hold all stress series, cut to the shortest.
  public static func stressed(with data: StressData) -> HeatMultiples {
    let width = data.values.map(\.count).min() ?? 0
    let values = data.values.map { Array($0.prefix(width)) }
    return HeatMultiples(
      panels: data.names.prefix(12).map { Panel($0, values: values) },
      rows: data.names,
      columns: (0..<width).map { data.names.isEmpty ? "" : data.names[$0 % data.names.count] },
      rowTitle: data.names.first ?? "",
      columnTitle: data.names.last ?? "",
      color: Axis(
        data.names.first ?? "",
        unit: "%",
        scale: data.isLogarithmic ? .logarithmic : .linear
      )
    )
  }

  private var extent: Extent {
    var extent = Extent()
    for panel in panels {
      for row in panel.values { extent.add(row) }
    }
    return extent
  }

  /// The range of the colours, or nil when no value can be shown.
  var scale: Scale? { Scale(color, over: extent, padding: 0) }

  /// What could not be shown, and what hatching means where it occurs.
  public var notes: [String] {
    let scale = scale
    let isHatched = panels.contains { panel in
      panel.values.contains { $0.contains { scale?.position($0) == nil } }
    }
    return extent.notes(color.label, scale: color.scale) + (isHatched ? ["hatched: no value"] : [])
  }

  /// One row per cell; columns whose names are whole numbers are numbers.
  public var table: DataTable {
    var table = DataTable(columns: [
      "panel", rowTitle.isEmpty ? "row" : rowTitle, columnTitle.isEmpty ? "column" : columnTitle,
      color.title.isEmpty ? "value" : color.title,
    ])
    for panel in panels {
      for (row, line) in zip(rows, panel.values) {
        for (column, value) in zip(columns, line) {
          let name = Int(column).map { DataCell.number(Double($0)) } ?? .text(column)
          table.append([.text(panel.title), .text(row), name, .number(value)])
        }
      }
    }
    return table
  }

  /// Draws blocks, names and the colour bar.
  public func draw(on canvas: Canvas, in area: Rect) {
    guard !panels.isEmpty, !rows.isEmpty, !columns.isEmpty, area.width > 8, area.height > 8 else {
      return PlotFrame.drawEmpty(on: canvas, in: area)
    }
    HeatMultiplesDrawing(chart: self, canvas: canvas, area: area).draw()
  }
}
