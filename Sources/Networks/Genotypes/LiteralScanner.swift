/// Reads the pieces of a Python literal and knows where it is.
struct LiteralScanner {
  private let characters: [Character]
  private var position = 0

  init(_ text: String) {
    characters = Array(text)
  }

  private var next: Character? {
    position < characters.count ? characters[position] : nil
  }

  private mutating func skipBlanks() {
    while let character = next {
      if character == "#" {
        while let rest = next, !rest.isNewline { position += 1 + (rest.isNewline ? 1 : 0) }
      } else if character.isWhitespace {
        position += 1
      } else {
        return
      }
    }
  }

  /// An error at the next piece.
  func fault(_ expected: String) -> GenotypeError {
    var copy = self
    copy.skipBlanks()
    let before = copy.characters[..<copy.position]
    let line = before.filter { $0.isNewline }.count + 1
    let start = before.lastIndex { $0.isNewline }.map { $0 + 1 } ?? 0
    let rest = copy.characters[copy.position...].prefix(24)
    let got = rest.isEmpty ? "the end of the text" : "'\(String(rest.prefix { !$0.isNewline }))'"
    return .syntax(
      line: line, column: copy.position - start + 1, expected: expected, got: got)
  }

  mutating func accept(_ character: Character) -> Bool {
    skipBlanks()
    guard next == character else { return false }
    position += 1
    return true
  }

  mutating func expect(_ character: Character) throws(GenotypeError) {
    if !accept(character) { throw fault("'\(character)'") }
  }

  func peekWord() -> String? {
    var copy = self
    return try? copy.word()
  }

  mutating func word() throws(GenotypeError) -> String {
    skipBlanks()
    var word = ""
    while let character = next, character.isLetter || character.isNumber || character == "_" {
      word.append(character)
      position += 1
    }
    if word.isEmpty { throw fault("a name") }
    return word
  }

  mutating func integer() throws(GenotypeError) -> Int {
    skipBlanks()
    var digits = ""
    var copy = self
    while let character = copy.next, character.isASCII, character.isNumber {
      digits.append(character)
      copy.position += 1
    }
    guard let value = Int(digits) else { throw fault("a whole number") }
    self = copy
    return value
  }

  private mutating func string() throws(GenotypeError) -> String {
    skipBlanks()
    guard let quote = next, quote == "'" || quote == "\"" else {
      throw fault("a quoted operation name")
    }
    var copy = self
    copy.position += 1
    var value = ""
    while let character = copy.next, character != quote, !character.isNewline {
      value.append(character)
      copy.position += 1
    }
    guard copy.next == quote else { throw fault("a closing \(quote)") }
    copy.position += 1
    self = copy
    return value
  }

  /// `[('name', 0), ...]`
  mutating func edges() throws(GenotypeError) -> [GenotypeEdge] {
    try expect("[")
    var result: [GenotypeEdge] = []
    while !accept("]") {
      try expect("(")
      let name = try string()
      try expect(",")
      result.append(GenotypeEdge(operation: name, source: try integer()))
      try expect(")")
      if !accept(",") {
        try expect("]")
        break
      }
    }
    return result
  }

  /// `range(2, 6)` or `[2, 3, 4, 5]`
  mutating func integers() throws(GenotypeError) -> [Int] {
    if peekWord() == "range" {
      _ = try word()
      try expect("(")
      let first = try integer()
      try expect(",")
      let end = try integer()
      if end < first || end > 1000 { throw fault("a range of at most 1000 nodes before") }
      try expect(")")
      return Array(first..<end)
    }
    try expect("[")
    var result: [Int] = []
    while !accept("]") {
      result.append(try integer())
      if !accept(",") {
        try expect("]")
        break
      }
    }
    return result
  }

  mutating func end() throws(GenotypeError) {
    skipBlanks()
    if next != nil { throw fault("the end of the text") }
  }
}
