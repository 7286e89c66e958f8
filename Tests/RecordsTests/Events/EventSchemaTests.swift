import Records
import Testing

@Suite struct EventSchemaTests {
  enum Mood: String, Codable, CaseIterable {
    case good
    case bad
  }
  struct Score: Codable {
    var accuracy = 0.5
    var count = 3
  }
  struct Rich: RunEvent {
    static let id = "test.rich"
    static let version = 2
    var flag = true
    var score = Score()
    var scores = [Score()]
    var maybe: Double?
    var maybeScore: Score?
    var holes: [Int?] = [1, nil]
    var named = ["a": 1.5]
    var numbered = [3: "x"]
    var mood = Mood.bad
    var free = JSONValue.array([])
    var float: Float = .infinity
    var byte: UInt8 = 1
  }
  struct Plain: RunEvent {
    static let id = "test.plain"
    static let version = 1
    var text = ""
  }
  struct Opaque: RunEvent {
    enum Choice: String, Codable {
      case one
    }
    static let id = "test.opaque"
    static let version = 1
    var choice = Choice.one
  }

  private func fits(_ value: JSONValue, _ schema: JSONValue) -> Bool {
    SchemaCheck(schema).misfit(of: value) == nil
  }

  @Test("the schema of a small event")
  func small() throws {
    let schema = try EventSchema.schema(of: [Plain.self])
    guard case .array(let lines)? = schema["oneOf"] else {
      Issue.record("no oneOf")
      return
    }
    #expect(
      lines[0].text == """
        {"additionalProperties":false,"properties":{"event":{"const":"test.plain"},\
        "seq":{"minimum":0,"type":"integer"},"text":{"type":"string"},"v":{"const":1}},\
        "required":["event","seq","text","v"],"type":"object"}
        """
    )
  }

  @Test("what the log writes fits the schema")
  func lines() throws {
    let folder = try TemporaryFolder()
    let log = try EventLog(creating: folder.file("e"))
    try log.append(Rich())
    try log.append(Rich(maybe: 1, maybeScore: Score(), holes: [], named: [:], mood: .good))
    try log.append(Plain(text: "x"))
    let schema = try EventSchema.schema(of: [Rich.self, Plain.self])
    #expect(schema == (try EventSchema.schema(of: [Plain.self, Rich.self])))
    for line in try EventReader(path: folder.file("e")).events {
      #expect(fits(line, schema), "\(line.text)")
    }
  }

  @Test("a line that lacks a field, has another or one of another type does not fit")
  func misfits() throws {
    let schema = try EventSchema.schema(of: [Rich.self, Plain.self])
    guard case .object(var good) = try CanonicalJSON.encode(Rich()) else {
      Issue.record("no object")
      return
    }
    good.merge(["event": .string("test.rich"), "v": .integer(2), "seq": .integer(0)]) { $1 }
    #expect(fits(.object(good), schema))
    for key in good.keys {
      var bad = good
      bad[key] = nil
      #expect(!fits(.object(bad), schema), "without \(key)")
    }
    for (key, value) in [
      ("extra", JSONValue.null), ("v", .integer(1)), ("mood", .string("ugly")),
      ("flag", .integer(1)), ("maybe", .string("x")), ("holes", .array([.string("x")])),
      ("named", .object(["a": .bool(true)])), ("score", .object(["accuracy": .number(1)])),
    ] {
      var bad = good
      bad[key] = value
      #expect(!fits(.object(bad), schema), "\(key) \(value.text)")
    }
  }

  @Test("a type that cannot be followed is an error that names it")
  func opaque() {
    let error = #expect(throws: EventSchemaError.self) {
      try EventSchema.schema(of: [Opaque.self])
    }
    #expect(error?.event == "test.opaque")
  }
}
