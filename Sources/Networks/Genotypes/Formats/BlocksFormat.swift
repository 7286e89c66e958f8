/// The blocks of a block-wise network in order: `Blocks(k3_e6, k5_e3_g2, skip_connect)`.
///
/// FBNet and ProxylessNAS publish their networks in forms of their own; this names each block as
/// FBNet's tables do.
public struct BlocksFormat: GenotypeFormat {
  /// Creates the format.
  public init() {}

  /// `blocks`.
  public var id: String { "blocks" }
  /// Whose format it is.
  public var summary: String { "blocks of a block-wise network, named as FBNet names them" }
  /// An example.
  public var form: String { "Blocks(k3_e6, k5_e1_g2, skip_connect)" }

  /// Whether the text is a call of `Blocks`.
  public func recognizes(_ text: String) -> Bool {
    var cursor = TextCursor(text)
    cursor.skipAssignment()
    cursor.skipBlanks()
    return cursor.word() == "Blocks"
  }

  /// Reads the list.
  public func read(
    _ text: String,
    operations: [String]
  ) throws(GenotypeError) -> DescribedArchitecture {
    var cursor = TextCursor(text)
    cursor.skipAssignment()
    cursor.skipBlanks()
    let start = cursor
    guard cursor.word() == "Blocks" else { throw fault("'Blocks'", start) }
    try expect("(", &cursor)
    var blocks: [String] = []
    repeat {
      cursor.skipBlanks()
      let place = cursor
      let name = cursor.word()
      if name.isEmpty { throw fault("the name of a block", place) }
      // The names of blocks are not part of the vocabulary of cells.
      let known = operations.contains(name) || OperationCatalog.operation(name) != nil
      guard known else {
        let names = OperationCatalog.all.filter { $0 is InvertedResidual }.map { $0.id }
        throw .unknownOperation(
          name: name,
          at: .text(place.position),
          known: names + ["skip_connect"]
        )
      }
      blocks.append(name)
      cursor.skipBlanks()
    } while cursor.accept(",")
    try expect(")", &cursor)
    cursor.skipBlanks()
    if cursor.next != nil { throw fault("the end of the text", cursor) }
    return .blocks(blocks)
  }

  private func expect(_ character: Character, _ cursor: inout TextCursor) throws(GenotypeError) {
    cursor.skipBlanks()
    if !cursor.accept(character) { throw fault("'\(character)'", cursor) }
  }

  private func fault(_ expected: String, _ cursor: TextCursor) -> GenotypeError {
    .syntax(at: cursor.position, expected: expected, got: cursor.rest, form: form)
  }

  /// Writes the list.
  public func write(_ architecture: DescribedArchitecture) throws(GenotypeError) -> String {
    guard case .blocks(let blocks) = architecture else {
      throw refusal("it holds the blocks of a block-wise network")
    }
    if blocks.isEmpty { throw refusal("it holds at least one block") }
    return "Blocks(\(blocks.joined(separator: ", ")))"
  }
}
