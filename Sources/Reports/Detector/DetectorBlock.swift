import Records

/// Scores the detectors of collapse on a table of published searches.
public struct DetectorBlock: Sendable, Hashable {
  /// The CSV file, as `RunTable` reads it.
  public let table: String

  /// Reads a block.
  ///
  /// - Throws: `SpecError`.
  init(_ block: NotebookSource.Block, file: String) throws {
    let fields = try BlockFields(block.yaml, file: file, line: block.line, allowed: ["table"])
    guard let table = try fields.text("table") else {
      throw fields.problem("table", expected: "a CSV file with one row a run", got: "none")
    }
    self.table = table
  }
}
