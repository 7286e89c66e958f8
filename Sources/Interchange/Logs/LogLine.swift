/// A line of a text log, its time stamp taken off: `2019-07-16 13:39:20,853 message` in files,
/// `07/16 01:39:20 PM message` on consoles, or a message alone.
enum LogLine {
  /// The message.
  static func message(_ line: Substring) -> Substring {
    let text = line.drop { $0 == " " || $0 == "\t" }
    let words = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: true)
    if words.count >= 2, isDate(words[0]), isTime(words[1]) {
      let isHalfDay = words.count >= 3 && (words[2] == "AM" || words[2] == "PM")
      let skipped = isHalfDay ? 3 : 2
      guard words.count > skipped else { return "" }
      return text[words[skipped].startIndex...]
    }
    return text
  }

  private static func isDate(_ word: Substring) -> Bool {
    let parts = word.split(whereSeparator: { $0 == "-" || $0 == "/" })
    return (2...3).contains(parts.count) && parts.allSatisfy { $0.allSatisfy { $0.isNumber } }
  }

  private static func isTime(_ word: Substring) -> Bool {
    let parts = word.split(whereSeparator: { $0 == ":" || $0 == "," || $0 == "." })
    return parts.count >= 3 && parts.allSatisfy { $0.allSatisfy { $0.isNumber } }
  }

  /// The word after `key` in a message such as `epoch 3 lr 2.5e-02`, the colon of P-DARTS allowed.
  static func word(after key: String, in message: Substring) -> Substring? {
    let words = message.split(whereSeparator: { $0 == " " || $0 == ":" || $0 == "," })
    guard let place = words.firstIndex(where: { $0.lowercased() == key }), place + 1 < words.count
    else { return nil }
    return words[place + 1]
  }

  /// The value of `key=` in the `Namespace(...)` that DARTS prints of its arguments.
  static func argument(_ key: String, in message: Substring) -> String? {
    var rest = message
    while let found = rest.range(of: key + "=") {
      let before = found.lowerBound == rest.startIndex ? nil : rest[..<found.lowerBound].last
      let value = rest[found.upperBound...].prefix { $0 != "," && $0 != ")" }
      // `epochs=` must not be found in `warmup_epochs=`.
      if before == nil || before == "(" || before == " " || before == "," {
        return String(value).trimmingQuotes
      }
      rest = rest[found.upperBound...]
    }
    return nil
  }
}

extension String {
  var trimmingQuotes: String {
    var text = self[...].drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    if text.count >= 2, let mark = text.first, mark == "'" || mark == "\"", text.last == mark {
      text = text.dropFirst().dropLast()
    }
    return String(text)
  }
}

extension Substring {
  fileprivate func range(of text: String) -> Range<Index>? {
    guard let first = text.first else { return nil }
    var start = startIndex
    while let place = self[start...].firstIndex(of: first) {
      if self[place...].hasPrefix(text) { return place..<index(place, offsetBy: text.count) }
      start = index(after: place)
    }
    return nil
  }
}
