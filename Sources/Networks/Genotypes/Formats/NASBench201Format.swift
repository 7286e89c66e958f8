/// The string of NAS-Bench-201 and of the topology space of NATS-Bench.
///
/// X. Dong, Y. Yang, "NAS-Bench-201", ICLR 2020.
public struct NASBench201Format: GenotypeFormat {
  /// Creates the format.
  public init() {}

  /// `nasbench201`.
  public var id: String { "nasbench201" }
  /// Whose format it is.
  public var summary: String { "NAS-Bench-201 string, operation~source between bars" }
  /// An example.
  public var form: String { NASBench201Cell.form }

  /// Whether the text begins with a bar or is wrapped as in its logs.
  public func recognizes(_ text: String) -> Bool {
    var cursor = TextCursor(text)
    cursor.skipAssignment()
    cursor.skipBlanks()
    return cursor.next == "|" || LiteralOutline(text).name == "Structure"
  }

  /// Reads the string; its five operations are fixed, so `operations` is not consulted.
  public func read(
    _ text: String,
    operations: [String]
  ) throws(GenotypeError) -> DescribedArchitecture {
    .nasBench201(try NASBench201Cell(parsing: text))
  }

  /// Writes the string with all six edges.
  public func write(_ architecture: DescribedArchitecture) throws(GenotypeError) -> String {
    guard case .nasBench201(let cell) = architecture else {
      throw refusal("it holds a cell of NAS-Bench-201")
    }
    return cell.text
  }
}
