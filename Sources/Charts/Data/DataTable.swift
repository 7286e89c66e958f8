/// One value of a data table.
public enum DataCell: Sendable, Hashable {
  /// A text.
  case text(String)
  /// A number; not-a-number is written as an empty field.
  case number(Double)
  /// No value.
  case missing

  /// The value as a CSV field.
  var csv: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .number(let value): Self.shortest(value)
    case .missing: ""
    }
  }

  /// The shortest decimal that reads back as the same Double, without a trailing ".0".
  static func shortest(_ value: Double) -> String {
    if value.isNaN { return "" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// `text` in quotes when RFC 4180 section 2.6 asks for them.
  static func quoted(_ text: String) -> String {
    let special = text.unicodeScalars.contains {
      $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n"
    }
    let outer = text.first == " " || text.last == " "
    guard special || outer else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

/// The data behind a figure, one row per drawn value.
public struct DataTable: Sendable, Hashable {
  /// The column names.
  public let columns: [String]
  /// The rows, each as long as `columns`.
  public private(set) var rows: [[DataCell]] = []

  /// Creates an empty table.
  public init(columns: [String]) {
    self.columns = columns
  }

  /// Appends a row.
  ///
  /// - Precondition: it has one cell per column.
  public mutating func append(_ row: [DataCell]) {
    precondition(
      row.count == columns.count,
      "a row of \(row.count) cells does not fit a table of \(columns.count) columns"
    )
    rows.append(row)
  }

  /// The table as CSV after RFC 4180: CRLF line ends, quotes where needed, a header line.
  public func csv() -> String {
    var text = columns.map(DataCell.quoted).joined(separator: ",") + "\r\n"
    for row in rows {
      text += row.map(\.csv).joined(separator: ",")
      text += "\r\n"
    }
    return text
  }
}
