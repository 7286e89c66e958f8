/// What a literal looks like from afar: enough to tell formats apart, also when the text is faulty.
struct LiteralOutline {
  /// The name before the first parenthesis; empty when the text begins with a bracket.
  let name: String
  /// The brackets that open right before the first quoted text or number.
  let brackets: String
  /// The kinds of the items up to the next closing bracket: `t` quoted text, `i` anything else.
  let items: String
  /// The words and quoted words that stand before `=` or `:`.
  let fields: [String]

  init(_ text: String) {
    var cursor = TextCursor(text)
    cursor.skipAssignment()
    cursor.skipBlanks()
    name = cursor.word()
    if !name.isEmpty { _ = cursor.accept("(") }
    var brackets = ""
    var shape: String?
    var isClosed = false
    var fields: [String] = []
    var word = ""
    while let character = cursor.next {
      switch character {
      case "#": cursor.skipBlanks()
      case "(", "[", "{":
        // The bracket of a call such as range( opens no item.
        if shape == nil { brackets = word.isEmpty ? brackets + String(character) : "" }
        word = ""
        cursor.advance()
      case ")", "]", "}":
        if shape != nil { isClosed = true } else { brackets = "" }
        word = ""
        cursor.advance()
      case "'", "\"":
        cursor.advance()
        word = cursor.take { $0 != character && !$0.isNewline }
        _ = cursor.accept(character)
        cursor.skipBlanks()
        if cursor.next != ":", !isClosed, shape != nil || !brackets.isEmpty {
          shape = (shape ?? "") + "t"
        }
      case "=", ":":
        fields.append(word)
        word = ""
        if shape == nil { brackets = "" }
        cursor.advance()
      case let first where TextCursor.isWord(first):
        word = cursor.word()
        if TextCursor.isDigit(first), !isClosed, shape != nil || !brackets.isEmpty {
          shape = (shape ?? "") + "i"
        }
      default: cursor.advance()
      }
    }
    self.brackets = brackets
    self.fields = fields
    items = shape ?? ""
  }
}
