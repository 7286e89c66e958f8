/// A table of published searches (CSV, RFC 4180): what a study of detectors needs of each run.
///
/// Columns by name: `space`, `dataset`, `drop_path`, `weight_decay`, `job`, `run`,
/// `normal_skips_per_epoch`, `final_valid_error`, `hessian_epochs`, `dominant_eigenvalue`; lists are
/// parted by semicolons, further columns are passed over.
public enum RunTable {
  /// One run.
  public struct Run: Sendable, Hashable {
    /// The name, `space dataset drop-path weight-decay job run`.
    public var name: String
    /// The search space.
    public var space: String
    /// The number of classes of the data set; nil when unknown.
    public var classes: Int?
    /// Skip connections of the normal cell after each epoch.
    public var skips: [Int]
    /// The final validation error in percent; nil when there is none.
    public var finalError: Double?
    /// Epochs of the Hessians.
    public var hessianEpochs: [Int]
    /// The dominant eigenvalue at each.
    public var eigenvalues: [Double]
  }

  static let columns = [
    "space", "dataset", "drop_path", "weight_decay", "job", "run", "normal_skips_per_epoch",
    "final_valid_error", "hessian_epochs", "dominant_eigenvalue",
  ]

  /// Reads a table.
  ///
  /// - Throws: `ImportError` with line and column.
  public static func read(_ path: String) throws(ImportError) -> [Run] {
    let stream = try LineStream(path)
    var bytes: [UInt8] = []
    var places: [String: Int] = [:]
    var runs: [Run] = []
    var width = 0
    while try stream.next(&bytes) {
      let cells = try cells(bytes, path, stream.line)
      if stream.line == 1 {
        width = cells.count
        for (place, name) in cells.enumerated() { places[name] = place }
        for name in columns where places[name] == nil {
          throw ImportError(path, "line 1", expected: "the column '\(name)'", got: "none")
        }
        continue
      }
      guard cells.count == width else {
        throw ImportError(
          path,
          "line \(stream.line)",
          expected: "\(width) fields",
          got: "\(cells.count)"
        )
      }
      let row = Row(cells: cells, places: places, path: path, line: stream.line)
      runs.append(try row.run())
    }
    guard !runs.isEmpty else {
      throw ImportError(path, "", expected: "a table of runs", got: "none")
    }
    return runs
  }

  private struct Row {
    let cells: [String]
    let places: [String: Int]
    let path: String
    let line: Int

    func text(_ name: String) -> String { places[name].map { cells[$0] } ?? "" }

    func list<Value>(
      _ name: String,
      _ read: (Substring) -> Value?
    ) throws(ImportError) -> [Value] {
      var values: [Value] = []
      for part in text(name).split(separator: ";", omittingEmptySubsequences: true) {
        guard let value = read(part) else {
          throw ImportError(
            path,
            "line \(line), column '\(name)'",
            expected: "numbers parted by semicolons",
            got: Quoted.text(part.utf8)
          )
        }
        values.append(value)
      }
      return values
    }

    func run() throws(ImportError) -> Run {
      let epochs = try list("hessian_epochs") { Int($0) }
      let values = try list("dominant_eigenvalue") { part in
        Double(part).flatMap { $0.isFinite ? $0 : nil }
      }
      guard epochs.count == values.count else {
        throw ImportError(
          path,
          "line \(line)",
          expected: "an eigenvalue for each of \(epochs.count) epochs",
          got: "\(values.count)"
        )
      }
      return Run(
        name: ["space", "dataset", "drop_path", "weight_decay", "job", "run"].map(text)
          .joined(separator: " "),
        space: text("space"),
        classes: ImportedSearch.classes(of: text("dataset")),
        skips: try list("normal_skips_per_epoch") { part in
          Int(part).flatMap { (0...8).contains($0) ? $0 : nil }
        },
        finalError: try list("final_valid_error") { Double($0) }.first,
        hessianEpochs: epochs,
        eigenvalues: values
      )
    }
  }

  /// The fields of a line; quoted ones may hold commas and doubled quotes.
  private static func cells(
    _ line: [UInt8],
    _ path: String,
    _ number: Int
  ) throws(ImportError) -> [String] {
    var cells: [[UInt8]] = [[]]
    var isQuoted = false
    var place = 0
    while place < line.count {
      let byte = line[place]
      if byte == UInt8(ascii: "\"") {
        let isDoubled = isQuoted && place + 1 < line.count && line[place + 1] == byte
        if isDoubled {
          cells[cells.count - 1].append(byte)
          place += 1
        } else {
          isQuoted.toggle()
        }
      } else if byte == UInt8(ascii: ","), !isQuoted {
        cells.append([])
      } else {
        cells[cells.count - 1].append(byte)
      }
      place += 1
    }
    guard !isQuoted else {
      throw ImportError(path, "line \(number)", expected: "a closing quote", got: "the line's end")
    }
    return cells.map { String(decoding: $0, as: UTF8.self) }
  }
}
