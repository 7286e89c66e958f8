import Records
import Testing

@Suite struct LedgerTests {
  let folder: TemporaryFolder
  var path: String { folder.file("ledger.jsonl") }
  init() throws { folder = try TemporaryFolder() }

  private func entry(_ step: Int, _ weights: [Float], _ alpha: [Float] = [1]) -> LedgerEntry {
    var entry = LedgerEntry(step: step)
    entry.add("weights", weights)
    entry.add("alpha", alpha)
    return entry
  }

  @discardableResult
  private func write(
    _ name: String,
    steps: Int,
    interval: Int = 1,
    spec: String = "s",
    change: (Int) -> (Float, Float) = { _ in (0, 0) }
  ) throws -> LedgerReader {
    let path = folder.file(name)
    let ledger = try Ledger(
      creating: path,
      header: LedgerHeader(specHash: spec, interval: interval)
    )
    for step in 0..<steps where ledger.isDue(step) {
      let (weight, alpha) = change(step)
      try ledger.append(entry(step, [Float(step), weight], [alpha]))
    }
    let reader = try LedgerReader(path: path)
    #expect(reader.head == ledger.head)
    return reader
  }

  @Test("a group's hash is SHA-256 of its bytes, however they are cut into pieces")
  func groups() {
    var entry = LedgerEntry(step: 1)
    let values: [UInt8] = Array("abc".utf8)
    values.withUnsafeBytes { all in
      entry.add(
        "cut",
        [UnsafeRawBufferPointer(rebasing: all[..<2]), UnsafeRawBufferPointer(rebasing: all[2...])]
      )
      entry.add("whole", all)
    }
    entry.add("numbers", values)
    #expect(Set(entry.groups.values) == [Hashing.sha256(values)])
  }

  @Test("each line holds the hash of the line before")
  func chain() throws {
    try write("ledger.jsonl", steps: 3)
    let lines = try folder.text("ledger.jsonl").split(separator: "\n").map(String.init)
    #expect(lines[0] == #"{"interval":1,"ledger":1,"spec":"s"}"#)
    for index in 1..<4 {
      let value = try JSONValue(parsing: lines[index])
      #expect(value["previous"] == .string(Hashing.sha256(Array(lines[index - 1].utf8))))
      #expect(value["step"] == .integer(index - 1))
    }
  }

  @Test(
    "any changed byte but of the last line breaks the chain; changes of the last change the head"
  )
  func tampering() throws {
    let good = try write("ledger.jsonl", steps: 3)
    let bytes = try folder.bytes("ledger.jsonl")
    for place in bytes.indices where bytes[place] != 0x0A {
      var changed = bytes
      changed[place] ^= 1
      try folder.write(changed, to: "ledger.jsonl")
      let read = try? LedgerReader(path: path)
      #expect(read == nil || read?.head != good.head)
    }
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    lines.remove(at: 2)
    try folder.write(lines.joined(separator: "\n") + "\n", to: "ledger.jsonl")
    let error = #expect(throws: StoreError.self) { try LedgerReader(path: path) }
    #expect("\(error.map { "\($0)" } ?? "")".contains("line 3"))
  }

  @Test("a ledger resumed at any step ends as one never interrupted, after a tear too")
  func resume() throws {
    let whole = try write("whole.jsonl", steps: 6)
    for kept in -1..<6 {
      try write("ledger.jsonl", steps: 6) { $0 > kept ? (9, 9) : (0, 0) }
      try folder.write(try folder.text("ledger.jsonl") + "{\"gro", to: "ledger.jsonl")
      let ledger = try Ledger(opening: path, keepingThrough: kept)
      #expect(ledger.repair?.line == 8)
      #expect(ledger.lastStep == (kept < 0 ? nil : kept))
      for step in (kept + 1)..<6 { try ledger.append(entry(step, [Float(step), 0], [0])) }
      #expect(try LedgerReader(path: path) == whole)
    }
  }

  @Test("the first step and the groups that differ are named")
  func state() throws {
    let a = try write("a", steps: 5)
    let b = try write("b", steps: 5) { $0 >= 3 ? (1, $0 >= 4 ? 1 : 0) : (0, 0) }
    #expect(LedgerReader.compare(a, a) == nil)
    #expect(LedgerReader.compare(a, b) == .state(step: 3, groups: ["weights"], last: 2))
    let c = try write("c", steps: 5) { _ in (1, 1) }
    #expect(LedgerReader.compare(a, c) == .state(step: 0, groups: ["alpha", "weights"], last: nil))
  }

  @Test("other differences are told apart")
  func others() throws {
    let a = try write("a", steps: 6)
    let short = try write("b", steps: 4)
    #expect(LedgerReader.compare(a, short) == .length(first: 5, second: 3))
    let sampled = try write("c", steps: 6, interval: 2)
    #expect(sampled.entries.map { $0.step } == [0, 2, 4])
    #expect(LedgerReader.compare(a, sampled) == nil)
    let other = try write("d", steps: 6, spec: "t")
    #expect(LedgerReader.compare(a, other) == .specs("s", "t"))
    #expect(LedgerReader.compare(a, other, ignoringSpecs: true) == nil)
    let none = try write("e", steps: 0)
    #expect(LedgerReader.compare(a, none) == .length(first: 5, second: nil))
    let ledger = try Ledger(creating: folder.file("f"), header: LedgerHeader(specHash: "s"))
    var entry = LedgerEntry(step: 0)
    entry.add("weights", [Float(0), 0])
    entry.add("moments", [Float(0)])
    try ledger.append(entry)
    #expect(
      LedgerReader.compare(a, try LedgerReader(path: folder.file("f")))
        == .groups(step: 0, onlyFirst: ["alpha"], onlySecond: ["moments"])
    )
  }

  @Test("mutated ledgers are read as before or refused")
  func fuzz() throws {
    let good = try write("ledger.jsonl", steps: 3)
    let bytes = try folder.bytes("ledger.jsonl")
    var generator = SeededGenerator(state: 4)
    for _ in 0..<Mutations.count(1000) {
      try folder.write(generator.mutate(bytes), to: "ledger.jsonl")
      guard let read = try? LedgerReader(path: path) else { continue }
      let count = min(read.entries.count, 2)
      // All but the last entry are vouched for by the chain, given the same header.
      if read.entries.count > count, read.head == good.head { #expect(read == good) }
    }
  }
}
