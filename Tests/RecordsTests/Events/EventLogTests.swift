import Records
import Testing

@Suite struct EventLogTests {
  struct Epoch: RunEvent, Equatable {
    static let id = "test.epoch"
    static let version = 1
    var epoch: Int
    var loss: Double
  }
  struct Note: RunEvent, Equatable {
    static let id = "test.note"
    static let version = 3
    var text: String
  }
  struct OldNote: RunEvent {
    static let id = "test.note"
    static let version = 2
    var text: String
  }

  let folder: TemporaryFolder
  var path: String { folder.file("events.jsonl") }

  init() throws { folder = try TemporaryFolder() }

  private func fill(_ count: Int) throws {
    let log = try EventLog(creating: path)
    for epoch in 0..<count { try log.append(Epoch(epoch: epoch, loss: 0.5)) }
  }

  @Test("a line is canonical JSON with event, version and sequence number")
  func line() throws {
    let log = try EventLog(creating: path)
    try log.append(Epoch(epoch: 4, loss: .nan))
    try log.append(Note(text: "a\nb"))
    #expect(
      try folder.text("events.jsonl") == """
        {"epoch":4,"event":"test.epoch","loss":"nan","seq":0,"v":1}
        {"event":"test.note","seq":1,"text":"a\\nb","v":3}

        """
    )
    #expect(log.count == 2)
  }

  @Test("events read back by type")
  func typed() throws {
    try fill(3)
    let log = try EventLog(opening: path)
    try log.append(Note(text: "x"))
    let reader = try EventReader(path: path)
    #expect(try reader.all(Epoch.self).map { $0.epoch } == [0, 1, 2])
    #expect(try reader.all(Note.self) == [Note(text: "x")])
    #expect(reader.raw.map { $0.sequence } == [0, 1, 2, 3])
    #expect(throws: StoreError.self) { try reader.all(OldNote.self) }
  }

  @Test("a log cut at any byte opens with its whole lines, says so, and goes on")
  func torn() throws {
    try fill(3)
    let whole = try folder.bytes("events.jsonl")
    for length in 0...whole.count {
      let part = Array(whole.prefix(length))
      try folder.write(part, to: "events.jsonl")
      let lines = part.filter { $0 == 0x0A }.count
      let isTorn = !part.isEmpty && part.last != 0x0A
      #expect(try EventReader(path: path).hasTornLine == isTorn)
      let log = try EventLog(opening: path)
      #expect((log.repair != nil) == isTorn)
      #expect(log.count == lines)
      try log.append(Epoch(epoch: 9, loss: 1))
      #expect(try EventReader(path: path).all(Epoch.self).count == lines + 1)
    }
  }

  @Test("a broken line in the middle is an error with its number and the file is untouched")
  func broken() throws {
    for bad in ["{", "", "{\"event\":\"e\",\"seq\":7,\"v\":1}", "[]"] {
      try fill(3)
      var lines = try folder.text("events.jsonl").split(separator: "\n").map(String.init)
      lines[1] = bad
      let text = lines.joined(separator: "\n") + "\n{\"torn"
      try folder.write(text, to: "events.jsonl")
      let error = #expect(throws: StoreError.self) { try EventLog(opening: path) }
      #expect("\(error.map { "\($0)" } ?? "")".contains("line 2"))
      #expect(throws: StoreError.self) { try EventReader(path: path) }
      #expect(try folder.text("events.jsonl") == text)
    }
  }

  @Test("resuming keeps the events before a sequence number")
  func truncation() throws {
    try fill(5)
    let log = try EventLog(opening: path, keeping: 2)
    try log.append(Note(text: "resumed"))
    let reader = try EventReader(path: path)
    #expect(reader.raw.map { $0.id } == ["test.epoch", "test.epoch", "test.note"])
    try log.truncate(to: 0)
    #expect(try folder.bytes("events.jsonl").isEmpty)
    #expect(throws: StoreError.self) { try EventLog(opening: path, keeping: 1) }
  }

  @Test("a full device refuses the line with one clear error")
  func full() throws {
    let log = try EventLog(creating: "/dev/full")
    let error = #expect(throws: StoreError.self) { try log.append(Note(text: "x")) }
    #expect("\(error.map { "\($0)" } ?? "")".contains("No space left"))
    #expect(log.count == 0)
  }

  @Test("mutated logs are read or refused, and a refused one is left as it is")
  func fuzz() throws {
    try fill(4)
    let good = try folder.bytes("events.jsonl")
    var generator = SeededGenerator(state: 11)
    for _ in 0..<Mutations.count(1000) {
      let bytes = generator.mutate(good)
      try folder.write(bytes, to: "events.jsonl")
      if let reader = try? EventReader(path: path) {
        let log = try EventLog(opening: path)
        #expect(log.count == reader.events.count)
        #expect(try EventReader(path: path).events == reader.events)
      } else {
        #expect(throws: StoreError.self) { try EventLog(opening: path) }
        #expect(try folder.bytes("events.jsonl") == bytes)
      }
    }
  }
}
