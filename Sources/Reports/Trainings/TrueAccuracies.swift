import Foundation
public import Networks

/// The accuracies that architectures truly reach, from a table of NAS-Bench-201 that the user brings.
public struct TrueAccuracies: Sendable {
  /// The column that is read, in percent.
  public let column: String
  /// Every accuracy of the column in percent, the largest first.
  public let ordered: [Double]
  private let table: AccuracyTable

  /// Reads a table.
  ///
  /// - Throws: `AccuracyTableError` for a file that is missing or faulty, or without the column.
  public init(path: String, column: String) throws(AccuracyTableError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw AccuracyTableError(
        file: path,
        line: 1,
        expected: "a CSV file with the results of NAS-Bench-201",
        got: "no such file"
      )
    }
    try self.init(csv: String(decoding: data, as: UTF8.self), file: path, column: column)
  }

  /// Reads the text of a table; `file` names it in errors.
  ///
  /// - Throws: `AccuracyTableError`.
  public init(csv: String, file: String, column: String) throws(AccuracyTableError) {
    table = try AccuracyTable(csv: csv, file: file)
    guard table.columns.contains(column) else {
      throw AccuracyTableError(
        file: file,
        line: 1,
        expected: "a column '\(column)'",
        got: table.columns.joined(separator: ", ")
      )
    }
    self.column = column
    ordered = NASBench201Cell.all.compactMap { [table] in table.value(column, of: $0) }
      .sorted(by: >)
  }

  /// The accuracy of an architecture in percent; nil for a text that is no cell, or one that the table
  /// lacks.
  public func accuracy(of text: String) -> Double? {
    guard let cell = try? NASBench201Cell(parsing: text) else { return nil }
    return table.value(column, of: cell)
  }

  /// The best accuracy of the table in percent.
  public var best: Double { ordered.first ?? .nan }

  /// The mean accuracy of the table in percent: what a cell drawn uniformly is expected to reach.
  public var mean: Double { ordered.reduce(0, +) / Double(ordered.count) }

  /// How many architectures are better than this accuracy, plus one.
  public func rank(of accuracy: Double) -> Int {
    1 + (ordered.firstIndex { $0 <= accuracy } ?? ordered.count)
  }
}
