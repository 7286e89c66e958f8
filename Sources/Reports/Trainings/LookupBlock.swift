import Records

/// Looks the architectures of searches up in a table of true accuracies instead of training them.
public struct LookupBlock: Sendable, Hashable {
  /// The searches whose architectures are looked up; empty for the one above.
  public let of: [String]
  /// The CSV file.
  public let table: String
  /// The column of it, in percent.
  public let column: String
  /// Where the names of searches were written.
  let place: String

  /// Reads a block.
  ///
  /// - Throws: `SpecError`.
  init(_ block: NotebookSource.Block, file: String) throws {
    let fields = try BlockFields(
      block.yaml,
      file: file,
      line: block.line,
      allowed: ["of", "table", "column"]
    )
    func text(_ key: String, _ expected: String) throws -> String {
      guard let value = try fields.text(key) else {
        throw fields.problem(key, expected: expected, got: "none")
      }
      return value
    }
    of = try fields.list("of") ?? []
    table = try text("table", "a CSV file with a column 'arch'")
    column = try text("column", "a column of accuracies in percent, such as cifar10_test_200ep")
    place = fields.place("of")
  }
}
