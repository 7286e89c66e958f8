/// A place in a text that moves forward and knows its line and column.
struct TextCursor {
  private let characters: [Character]
  private var index = 0
  private(set) var position = TextPosition(line: 1, column: 1)

  init(_ text: String) {
    characters = Array(text)
  }

  static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }

  static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  /// The next character; nil at the end.
  var next: Character? { index < characters.count ? characters[index] : nil }

  /// What follows on this line, shortened, for errors.
  var rest: String {
    let line = characters[index...].prefix(24).prefix { !$0.isNewline }
    return next == nil ? "the end of the text" : "'\(String(line))'"
  }

  mutating func advance() {
    guard let character = next else { return }
    index += 1
    if character.isNewline {
      position = TextPosition(line: position.line + 1, column: 1)
    } else {
      position.column += 1
    }
  }

  mutating func accept(_ character: Character) -> Bool {
    guard next == character else { return false }
    advance()
    return true
  }

  mutating func take(while matches: (Character) -> Bool) -> String {
    var result = ""
    while let character = next, matches(character) {
      result.append(character)
      advance()
    }
    return result
  }

  mutating func word() -> String {
    take(while: Self.isWord)
  }

  /// Skips white space and comments.
  mutating func skipBlanks() {
    while let character = next {
      if character == "#" {
        _ = take { !$0.isNewline }
      } else if character.isWhitespace {
        advance()
      } else {
        return
      }
    }
  }

  /// Skips `NAME =`, or a log line's time and `genotype =`, before the first bracket of a line.
  mutating func skipAssignment() {
    skipBlanks()
    let line = characters[index...].prefix { !$0.isNewline && !"([{|".contains($0) }
    guard let sign = line.lastIndex(of: "=") else { return }
    while index <= sign { advance() }
  }
}
