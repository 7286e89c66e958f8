/// What makes a table of accuracies unusable.
public struct AccuracyTableError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// The line, counted from 1.
  public let line: Int
  /// What was expected there.
  public let expected: String
  /// What was there.
  public let got: String

  /// Creates the error.
  public init(file: String, line: Int, expected: String, got: String) {
    self.file = file
    self.line = line
    self.expected = expected
    self.got = got
  }

  /// One line.
  public var description: String { "\(file), line \(line): expected \(expected), got \(got)" }
}

/// Results of NAS-Bench-201 that the user brings as CSV: a column `arch` with the benchmark's strings
/// and any columns of numbers, such as `cifar10_test_200ep` in percent.
public struct AccuracyTable: Sendable {
  /// The names of the columns of numbers, in the file's order.
  public let columns: [String]
  private let rows: [NASBench201Cell: [Double]]

  /// The number of architectures.
  public var count: Int { rows.count }

  /// Reads a table; `file` names it in errors.
  ///
  /// - Throws: `AccuracyTableError` with the first line that is not as expected.
  public init(csv: String, file: String) throws(AccuracyTableError) {
    let lines = csv.split(omittingEmptySubsequences: false) { $0.isNewline }
    func fail(_ line: Int, _ expected: String, _ got: String) -> AccuracyTableError {
      AccuracyTableError(file: file, line: line, expected: expected, got: got)
    }
    func fields(_ line: Substring) -> [String] {
      line.split(separator: ",", omittingEmptySubsequences: false).map { field in
        let isQuoted = field.count > 1 && field.first == "\"" && field.last == "\""
        return String(isQuoted ? field.dropFirst().dropLast() : field)
      }
    }
    let names = lines.first.map(fields) ?? []
    guard let place = names.firstIndex(of: "arch") else {
      let got = names.prefix(20).joined(separator: ", ")
      throw fail(1, "a header with a column 'arch'", "'\(got)'")
    }
    let kept = names.indices.filter { $0 != place && names[$0] != "index" }
    columns = kept.map { names[$0] }
    var rows: [NASBench201Cell: [Double]] = [:]
    for (number, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      let values = fields(line)
      guard values.count == names.count else {
        throw fail(number + 1, "\(names.count) fields", "\(values.count)")
      }
      let cell: NASBench201Cell
      do {
        cell = try NASBench201Cell(parsing: values[place])
      } catch {
        throw fail(
          number + 1,
          "a NAS-Bench-201 string in column 'arch'",
          "'\(values[place])': \(error)"
        )
      }
      var numbers: [Double] = []
      for column in kept {
        guard let value = Double(values[column]), value.isFinite else {
          throw fail(number + 1, "a number in column '\(names[column])'", "'\(values[column])'")
        }
        numbers.append(value)
      }
      guard rows.updateValue(numbers, forKey: cell) == nil else {
        throw fail(number + 1, "every architecture once", "\(cell.text) again")
      }
    }
    self.rows = rows
  }

  /// The numbers of a cell in the order of `columns`; nil when the table lacks it.
  public subscript(cell: NASBench201Cell) -> [Double]? { rows[cell] }

  /// One number of a cell.
  public func value(_ column: String, of cell: NASBench201Cell) -> Double? {
    guard let place = columns.firstIndex(of: column) else { return nil }
    return rows[cell]?[place]
  }
}
