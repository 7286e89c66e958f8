import Records
import Testing

@Suite struct CanonicalJSONTests {
  struct Everything: Codable, Equatable {
    struct Inner: Codable, Equatable {
      var x: Float = 0.1
      var y: Double?
    }
    enum Choice: String, Codable {
      case one
    }
    enum Loaded: Codable, Equatable {
      case pair(Int, String)
      case nothing
    }
    var flag = true
    var byte: UInt8 = 255
    var whole = Int.min
    var number = 0.1
    var round = 2.0
    var text: String? = "t"
    var missing: String?
    var missingInner: Inner?
    var missingCount: Int?
    var list: [Inner] = [Inner(), Inner(x: 3, y: 2)]
    var named: [String: Int] = ["b": 1, "a": 2]
    var numbered: [Int: String] = [1: "a"]
    var choice = Choice.one
    var loaded: [Loaded] = [.pair(1, "x"), .nothing]
    var nested: [[Int?]] = [[1, nil], []]
  }

  @Test("a value of every shape has this text and reads back")
  func roundTrip() throws {
    let text = try CanonicalJSON.text(Everything())
    #expect(
      text == """
        {"byte":255,"choice":"one","flag":true,"list":[{"x":0.1,"y":null},{"x":3,"y":2}],\
        "loaded":[{"pair":{"_0":1,"_1":"x"}},{"nothing":{}}],"missing":null,"missingCount":null,\
        "missingInner":null,"named":{"a":2,"b":1},"nested":[[1,null],[]],"number":0.1,\
        "numbered":{"1":"a"},"round":2,"text":"t","whole":-9223372036854775808}
        """
    )
    #expect(try CanonicalJSON.decode(Everything.self, parsing: text) == Everything())
  }

  @Test("types stay apart in the tree: a Double of whole value is a number")
  func types() throws {
    let tree = try CanonicalJSON.encode(Everything())
    guard case .number = tree["round"], case .integer = tree["byte"] else {
      Issue.record("round is \(tree["round"]?.kind ?? "missing")")
      return
    }
  }

  @Test("floats of every size read back with the same bits")
  func floats() throws {
    var generator = SeededGenerator(state: 3)
    for _ in 0..<2000 {
      let value = Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
      guard !value.isNaN else { continue }
      let text = try CanonicalJSON.text([value])
      let back = try CanonicalJSON.decode([Float].self, parsing: text)[0]
      #expect(back.bitPattern == value.bitPattern, "\(text)")
    }
  }

  @Test("NaN and infinities go through as text")
  func special() throws {
    let text = try CanonicalJSON.text([Double.nan, .infinity, -.infinity])
    #expect(text == #"["nan","inf","-inf"]"#)
    let back = try CanonicalJSON.decode([Double].self, parsing: text)
    #expect(back[0].isNaN && back[1] == .infinity && back[2] == -.infinity)
  }

  @Test(
    "a value of another type is refused with its path",
    arguments: [
      #"{"x":"a"}"#, #"{"x":1.5}"#, #"{"x":true}"#, #"{"x":null}"#, #"{"x":300}"#, "{}", "[]",
    ]
  )
  func mismatch(text: String) {
    struct Small: Codable { var x: UInt8 }
    #expect(throws: DecodingError.self) { try CanonicalJSON.decode(Small.self, parsing: text) }
  }

  @Test("a whole number beyond 64 bits with sign is refused instead of rounded")
  func large() {
    #expect(throws: EncodingError.self) { try CanonicalJSON.encode([UInt64.max]) }
  }
}
