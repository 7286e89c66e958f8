import Records
import Testing

@Suite struct JSONValueTests {
  @Test("keys are sorted by code point and nothing is spaced")
  func order() {
    let value = JSONValue.object([
      "b": .integer(1), "a": .array([.null, .bool(true)]), "\u{FFFD}": .null, "\u{10000}": .null,
      "B": .string("x"),
    ])
    #expect(value.text == #"{"B":"x","a":[null,true],"b":1,"\#u{FFFD}":null,"\#u{10000}":null}"#)
  }

  @Test(
    "numbers have the shortest text",
    arguments: [
      (0.1, "0.1"), (1.0, "1"), (-2.0, "-2"), (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"),
      (0.1 + 0.2, "0.30000000000000004"), (9_007_199_254_740_993.0, "9007199254740992"),
      (-0.0, "-0.0"), (.nan, "\"nan\""), (.infinity, "\"inf\""), (-.infinity, "\"-inf\""),
    ]
  )
  func numbers(value: Double, text: String) {
    #expect(JSONValue.number(value).text == text)
  }

  @Test("every finite number reads back with the same bits")
  func roundTrip() throws {
    var generator = SeededGenerator(state: 1)
    for _ in 0..<2000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let back = try JSONValue(parsing: JSONValue.number(value).text).decoded(as: Double.self)
      #expect(back.bitPattern == value.bitPattern)
    }
  }

  @Test("text with every control character and beyond the basic plane reads back")
  func text() throws {
    let text =
      String(String.UnicodeScalarView((0..<0x80).compactMap { Unicode.Scalar($0) }))
      + "\u{E9}\u{1F600}"
    let json = JSONValue.string(text).text
    #expect(try JSONValue(parsing: json) == .string(text))
    #expect(json.utf8.allSatisfy { $0 >= 0x20 })
  }

  @Test("a whole number equals the same number with a fraction, and they hash alike")
  func equality() {
    #expect(JSONValue.integer(3) == .number(3))
    #expect(Set([JSONValue.integer(3), .number(3), .number(3.5)]).count == 2)
    #expect(JSONValue.integer(0) != .number(-0.0))
    #expect(JSONValue.number(.nan) == .number(.nan))
    #expect(JSONValue.string("1") != .integer(1))
  }
}

@Suite struct JSONParserTests {
  @Test(
    "a fault is located",
    arguments: [
      ("", 0), ("{", 1), ("[1,]", 3), ("[1 2]", 3), (#"{"a":1,"a":2}"#, 7), ("01", 0), ("-", 1),
      ("1.", 2), ("1e", 2), ("nul", 0), ("\"a", 2), ("\"\\x\"", 1), ("\"\\ud800\"", 7),
      ("\"\\udc00\"", 1), ("[1]x", 3), ("9223372036854775808", 0), ("1e999", 0), ("{1:2}", 1),
      ("\"\n\"", 1), ("\u{FEFF}1", 0), ("NaN", 0), ("+1", 0), ("'a'", 0),
    ]
  )
  func faults(text: String, offset: Int) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    #expect(error?.offset == offset)
  }

  @Test("line and column count from 1")
  func place() {
    let error = #expect(throws: JSONSyntaxError.self) {
      try JSONValue(parsing: "{\n  \"a\": 1,\n  b\n}")
    }
    #expect(error?.line == 3)
    #expect(error?.column == 3)
    #expect(
      error?.description == "line 3, column 3 (byte 14): expected a member name in quotes, got 'b'"
    )
  }

  @Test("nesting ends at the limit instead of the stack")
  func depth() throws {
    let limit = JSONValue.depthLimit
    let deep = { (count: Int) in
      String(repeating: "[", count: count) + String(repeating: "]", count: count)
    }
    _ = try JSONValue(parsing: deep(limit))
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: deep(limit + 1)) }
    #expect(throws: JSONSyntaxError.self) {
      try JSONValue(parsing: String(repeating: "{\"a\":", count: 1_000_000))
    }
  }

  @Test("bytes that are not UTF-8 are refused")
  func encoding() {
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22]) }
    #expect(throws: JSONSyntaxError.self) {
      try JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22])
    }
  }

  @Test("surrogate pairs and all escapes are understood")
  func escapes() throws {
    #expect(
      try JSONValue(parsing: #""\ud83d\ude00\u00e9\"\\\/\b\f\n\r\t""#)
        == .string("\u{1F600}\u{E9}\"\\/\u{8}\u{C}\n\r\t")
    )
  }

  @Test("mutated text never crashes, and what is accepted reads back the same")
  func fuzz() throws {
    let seed = Array(
      #"{"a":[1,-2.5e-3,true,null,"x\u00e9\n"],"b":{"c":{},"d":[]},"e":9007199254740993}"#.utf8
    )
    var generator = SeededGenerator(state: 2)
    var accepted = 0
    for _ in 0..<Mutations.count(5000) {
      guard let value = try? JSONValue(parsing: generator.mutate(seed)) else { continue }
      accepted += 1
      #expect(try JSONValue(parsing: value.bytes) == value)
    }
    #expect(accepted > 100)
  }
}
