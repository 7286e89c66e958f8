/// A text that is not the JSON accepted here.
public struct JSONSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Bytes before the fault.
  public let offset: Int
  /// The line of the fault, from 1.
  public let line: Int
  /// The column of the fault in bytes, from 1.
  public let column: Int
  /// What would have been right there.
  public let expected: String
  /// What is there.
  public let got: String

  /// One line.
  public var description: String {
    "line \(line), column \(column) (byte \(offset)): expected \(expected), got \(got)"
  }
}

extension JSONValue {
  /// The deepest nesting the parser accepts.
  public static let depthLimit = 128

  /// Reads one JSON text (RFC 8259), strictly.
  ///
  /// Refused beyond the standard: a member name that occurs twice, nesting deeper than `depthLimit`,
  /// a whole number beyond 64 bits and a number beyond Double's range, text that is not UTF-8.
  ///
  /// - Throws: `JSONSyntaxError` with the place of the first fault.
  public init(parsing data: some Sequence<UInt8>) throws(JSONSyntaxError) {
    var parser = JSONParser(Array(data))
    self = try parser.document()
  }

  /// Reads one JSON text from a string.
  ///
  /// - Throws: `JSONSyntaxError` with the place of the first fault.
  public init(parsing text: String) throws(JSONSyntaxError) {
    try self.init(parsing: Array(text.utf8))
  }
}

/// A recursive-descent parser over bytes.
struct JSONParser {
  let bytes: [UInt8]
  var index = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  func fault(_ expected: String, at place: Int? = nil, got: String? = nil) -> JSONSyntaxError {
    let place = place ?? index
    var line = 1
    var lineStart = 0
    for (offset, byte) in bytes.prefix(place).enumerated() where byte == 0x0A {
      line += 1
      lineStart = offset + 1
    }
    let found: String
    if place >= bytes.count {
      found = "the end"
    } else if (0x21..<0x7F).contains(bytes[place]) {
      found = "'\(Character(UnicodeScalar(bytes[place])))'"
    } else {
      found = "byte 0x\(String(bytes[place], radix: 16))"
    }
    return JSONSyntaxError(
      offset: place,
      line: line,
      column: place - lineStart + 1,
      expected: expected,
      got: got ?? found
    )
  }

  mutating func document() throws(JSONSyntaxError) -> JSONValue {
    let value = try value(depth: 0)
    skipSpace()
    guard current == nil else { throw fault("the end after the value") }
    return value
  }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
    }
  }

  private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"): return try number()
    case let byte? where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte):
      return try number()
    default: throw fault("a value")
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(JSONSyntaxError)
    -> JSONValue
  {
    guard bytes[index...].starts(with: word.utf8) else { throw fault(word) }
    index += word.utf8.count
    return value
  }

  private func checkDepth(_ depth: Int) throws(JSONSyntaxError) {
    guard depth < JSONValue.depthLimit else {
      throw fault("at most \(JSONValue.depthLimit) levels of nesting", got: "more")
    }
  }

  private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    try checkDepth(depth)
    index += 1
    var values: [JSONValue] = []
    skipSpace()
    if current == UInt8(ascii: "]") {
      index += 1
      return .array([])
    }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      switch current {
      case UInt8(ascii: ","): index += 1
      case UInt8(ascii: "]"):
        index += 1
        return .array(values)
      default: throw fault("',' or ']'")
      }
    }
  }

  private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    try checkDepth(depth)
    index += 1
    var members: [String: JSONValue] = [:]
    skipSpace()
    if current == UInt8(ascii: "}") {
      index += 1
      return .object([:])
    }
    while true {
      skipSpace()
      let place = index
      guard current == UInt8(ascii: "\"") else { throw fault("a member name in quotes") }
      let key = try string()
      skipSpace()
      guard current == UInt8(ascii: ":") else { throw fault("':'") }
      index += 1
      let value = try value(depth: depth + 1)
      guard members.updateValue(value, forKey: key) == nil else {
        throw fault("a name used once", at: place, got: "'\(key)' again")
      }
      skipSpace()
      switch current {
      case UInt8(ascii: ","): index += 1
      case UInt8(ascii: "}"):
        index += 1
        return .object(members)
      default: throw fault("',' or '}'")
      }
    }
  }

  private mutating func digits() throws(JSONSyntaxError) {
    let start = index
    while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    guard index > start else { throw fault("a digit") }
  }

  private mutating func number() throws(JSONSyntaxError) -> JSONValue {
    let start = index
    if current == UInt8(ascii: "-") { index += 1 }
    let first = index
    try digits()
    guard bytes[first] != UInt8(ascii: "0") || index == first + 1 else {
      throw fault("a number without leading zeros", at: first)
    }
    var isWhole = true
    if current == UInt8(ascii: ".") {
      isWhole = false
      index += 1
      try digits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isWhole = false
      index += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
      try digits()
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole, text != "-0" {
      guard let value = Int(text) else {
        throw fault("a whole number within 64 bits", at: start, got: text)
      }
      return .integer(value)
    }
    guard let value = Double(text), value.isFinite else {
      throw fault("a number within the range of Double", at: start, got: text)
    }
    return .number(value)
  }
}
