/// Parses the part of Python that genotypes are written in: quoted text, numbers, `None`, lists,
/// tuples, dictionaries, `range(a, b)` and calls with named arguments, with comments, line breaks
/// and trailing commas anywhere Python allows them.
struct LiteralParser {
  /// Deeper nesting than any genotype has; keeps hostile text from exhausting the stack.
  static let deepest = 16
  /// More nodes than any cell has; keeps a range from filling memory.
  static let longestRange = 1000

  private var cursor: TextCursor
  private let form: String

  /// Parses a whole text; what precedes the last `=` before the first bracket is an assignment or a
  /// log line and is skipped.
  static func parse(_ text: String, form: String) throws(GenotypeError) -> LiteralValue {
    var parser = LiteralParser(cursor: TextCursor(text), form: form)
    parser.cursor.skipAssignment()
    let value = try parser.value(depth: 0)
    parser.cursor.skipBlanks()
    if parser.cursor.next != nil { throw parser.fault("the end of the text") }
    return value
  }

  private func fault(_ expected: String) -> GenotypeError {
    var copy = cursor
    copy.skipBlanks()
    return .syntax(at: copy.position, expected: expected, got: copy.rest, form: form)
  }

  private mutating func accept(_ character: Character) -> Bool {
    cursor.skipBlanks()
    return cursor.accept(character)
  }

  private mutating func expect(_ character: Character) throws(GenotypeError) {
    if !accept(character) { throw fault("'\(character)'") }
  }

  private mutating func value(depth: Int) throws(GenotypeError) -> LiteralValue {
    cursor.skipBlanks()
    if depth > Self.deepest { throw fault("at most \(Self.deepest) levels of brackets") }
    let position = cursor.position
    let content: LiteralValue.Content
    switch cursor.next {
    case "'", "\"": content = .text(try text())
    case "[": content = .list(try items("[", "]", depth: depth))
    case "(": content = .tuple(try items("(", ")", depth: depth))
    case "{": content = .dictionary(try dictionary(depth: depth))
    case let first? where first == "-" || first == "." || TextCursor.isDigit(first):
      content = try number()
    case let first? where TextCursor.isWord(first): content = try named(depth: depth)
    default: throw fault("a value")
    }
    return LiteralValue(content: content, position: position)
  }

  private mutating func items(
    _ open: Character,
    _ close: Character,
    depth: Int
  ) throws(GenotypeError) -> [LiteralValue] {
    try expect(open)
    var result: [LiteralValue] = []
    while !accept(close) {
      result.append(try value(depth: depth + 1))
      if !accept(",") {
        if !accept(close) { throw fault("',' or '\(close)'") }
        break
      }
    }
    return result
  }

  private mutating func dictionary(depth: Int) throws(GenotypeError) -> [LiteralValue.Field] {
    try expect("{")
    var result: [LiteralValue.Field] = []
    while !accept("}") {
      cursor.skipBlanks()
      let position = cursor.position
      guard cursor.next == "'" || cursor.next == "\"" else { throw fault("a quoted key") }
      let name = try text()
      try expect(":")
      let value = try value(depth: depth + 1)
      result.append(LiteralValue.Field(name: name, position: position, value: value))
      if !accept(",") {
        if !accept("}") { throw fault("',' or '}'") }
        break
      }
    }
    return result
  }

  private mutating func named(depth: Int) throws(GenotypeError) -> LiteralValue.Content {
    let start = cursor
    let name = cursor.word()
    switch name {
    case "None", "null": return .none
    case "True", "true": return .boolean(true)
    case "False", "false": return .boolean(false)
    default: break
    }
    guard accept("(") else {
      cursor = start
      throw fault("a value")
    }
    if name == "range" { return try range() }
    var fields: [LiteralValue.Field] = []
    while !accept(")") {
      cursor.skipBlanks()
      let position = cursor.position
      let field = cursor.word()
      if field.isEmpty { throw fault("a field name") }
      try expect("=")
      let value = try value(depth: depth + 1)
      fields.append(LiteralValue.Field(name: field, position: position, value: value))
      if !accept(",") {
        if !accept(")") { throw fault("',' or ')'") }
        break
      }
    }
    return .call(name, fields)
  }

  private mutating func range() throws(GenotypeError) -> LiteralValue.Content {
    var bounds: [Int] = []
    repeat {
      cursor.skipBlanks()
      let start = cursor
      guard cursor.next != nil, case .integer(let bound) = try number() else {
        cursor = start
        throw fault("a whole number")
      }
      bounds.append(bound)
    } while bounds.count < 2 && accept(",")
    let first = bounds.count == 2 ? bounds[0] : 0
    let end = bounds[bounds.count - 1]
    guard first >= 0, end >= first, end <= Self.longestRange else {
      throw fault("a range that ends at \(Self.longestRange) or before")
    }
    try expect(")")
    return .range(first, end)
  }

  private mutating func number() throws(GenotypeError) -> LiteralValue.Content {
    let start = cursor
    let digits = cursor.take { TextCursor.isDigit($0) || "+-.eE".contains($0) }
    if let integer = Int(digits) { return .integer(integer) }
    if let real = Double(digits), real.isFinite { return .real(real) }
    cursor = start
    throw fault("a number")
  }

  private mutating func text() throws(GenotypeError) -> String {
    let start = cursor
    guard let quote = cursor.next else { throw fault("quoted text") }
    _ = cursor.accept(quote)
    let text = cursor.take { $0 != quote && !$0.isNewline }
    guard cursor.accept(quote) else {
      cursor = start
      throw fault("text that ends with \(quote) on the same line")
    }
    return text
  }
}
