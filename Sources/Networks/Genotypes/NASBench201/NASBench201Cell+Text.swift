extension NASBench201Cell: CustomStringConvertible {
  static let form =
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|none~1|avg_pool_3x3~2|"

  /// The string of the benchmark: `|op~0|+|op~0|op~1|+|op~0|op~1|op~2|`.
  public var text: String {
    var rest = operations[...]
    return (1..<4).map { target in
      let parts = rest.prefix(target).enumerated().map { "\($1.rawValue)~\($0)" }
      rest = rest.dropFirst(target)
      return "|" + parts.joined(separator: "|") + "|"
    }.joined(separator: "+")
  }

  /// The same as `text`.
  public var description: String { text }

  /// Reads the benchmark's string, also inside `Structure(4 nodes with ...)` and after `NAME =`.
  ///
  /// Edges that are missing carry `none`; the sources of a node may come in any order.
  public init(parsing text: String) throws(GenotypeError) {
    self.init()
    var cursor = TextCursor(text)
    cursor.skipAssignment()
    cursor.skipBlanks()
    let start = cursor
    let isWrapped = cursor.word() == "Structure"
    if isWrapped { _ = cursor.take { $0 != "|" && !$0.isNewline } } else { cursor = start }
    for target in 1..<4 {
      if target > 1 { try Self.expect("+", &cursor) }
      try parse(node: target, &cursor)
    }
    if isWrapped { try Self.expect(")", &cursor) }
    cursor.skipBlanks()
    if cursor.next != nil { throw Self.fault("the end of the text", cursor) }
  }

  private static func fault(_ expected: String, _ cursor: TextCursor) -> GenotypeError {
    .syntax(at: cursor.position, expected: expected, got: cursor.rest, form: form)
  }

  private static func expect(
    _ character: Character,
    _ cursor: inout TextCursor
  ) throws(GenotypeError) {
    cursor.skipBlanks()
    if !cursor.accept(character) { throw fault("'\(character)'", cursor) }
  }

  private mutating func parse(
    node target: Int,
    _ cursor: inout TextCursor
  ) throws(GenotypeError) {
    try Self.expect("|", &cursor)
    var seen: Set<Int> = []
    while let next = cursor.next, TextCursor.isWord(next) {
      let place = cursor.position
      let name = cursor.word()
      guard let operation = NASBench201Operation(rawValue: name) else {
        throw .unknownOperation(
          name: name,
          at: .text(place),
          known: NASBench201Operation.allCases.map { $0.rawValue }
        )
      }
      try Self.expect("~", &cursor)
      let position = cursor.position
      guard let source = Int(cursor.take(while: TextCursor.isDigit)) else {
        throw Self.fault("the number of a node", cursor)
      }
      guard let edge = Self.edges.firstIndex(of: CellEdge(source: source, target: target)) else {
        throw .badSource(source: source, node: target, at: .text(position))
      }
      guard seen.insert(source).inserted else {
        throw .repeatedSource(source: source, at: .text(position))
      }
      self[edge] = operation
      try Self.expect("|", &cursor)
    }
  }
}

extension NASBench201Cell: Codable {
  /// Decodes the benchmark's string.
  ///
  /// - Throws: `GenotypeError` when the string is none.
  public init(from decoder: any Decoder) throws {
    try self.init(parsing: try decoder.singleValueContainer().decode(String.self))
  }

  /// Encodes the benchmark's string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
