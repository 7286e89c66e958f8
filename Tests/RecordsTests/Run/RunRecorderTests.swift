import Foundation
import Records
import Testing

@Suite struct RunRecorderTests {
  let folder: TemporaryFolder
  let options = RunRecorder.Options(checkpointSteps: 1, checkpointSeconds: .infinity)
  init() throws { folder = try TemporaryFolder() }

  private func start(_ store: String) throws -> RunRecorder {
    try RunRecorder(
      creating: SampleSpec(),
      store: folder.file(store),
      manifest: [:],
      options: options
    )
  }

  private func resume(_ path: RunFolder) throws -> RunRecorder {
    try RunRecorder(resuming: path, spec: SampleSpec(), options: options)
  }

  private func record(_ run: RunFolder) -> [String: Data?] {
    var files: [String: Data?] = [:]
    for name in ["spec.json", "events.jsonl", "ledger.jsonl", "result.json"] {
      files[name] = FileManager.default.contents(atPath: run.file(name))
    }
    return files
  }

  /// The record of a run that nothing happened to.
  private func whole() throws -> [String: Data?] {
    let recorder = try start("whole")
    #expect(try ToyRun().drive(recorder))
    return record(recorder.folder)
  }

  @Test("a run stopped after any step has the record of one never stopped, once it is resumed")
  func stops() throws {
    let expected = try whole()
    for limit in 1..<8 {
      let recorder = try start("stop-\(limit)")
      #expect(try !ToyRun().drive(recorder, limit: limit))
      let path = recorder.folder
      #expect(CheckpointStore(path).steps().last == limit)
      _ = consume recorder
      #expect(try ToyRun().drive(try resume(path)))
      #expect(record(path) == expected)
    }
  }

  @Test("a run killed at any moment, in the middle of a line too, is resumed to the same record")
  func kills() throws {
    let expected = try whole()
    // What a killed process leaves is what stands in the folder: copies of it at every moment.
    var moments: [String] = []
    let recorder = try start("killed")
    try ToyRun().drive(recorder) {
      let copy = folder.file("moment-\(moments.count)")
      try? FileManager.default.copyItem(atPath: recorder.folder.path, toPath: copy)
      moments.append(copy)
    }
    #expect(moments.count == 10)
    for (index, path) in moments.enumerated() {
      let run = RunFolder(path: path)
      for name in ["events.jsonl", "ledger.jsonl"] {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: run.file(name)))
        try file.seekToEnd()
        try file.write(contentsOf: Data("{\"torn".utf8))
      }
      try Data("half".utf8).write(
        to: URL(fileURLWithPath: run.file("checkpoints/step-9.safetensors.partial-1-0"))
      )
      let recorder = try resume(run)
      #expect(recorder.notes.count == (index == 0 ? 1 : 2), "\(recorder.notes)")
      try ToyRun().drive(recorder)
      #expect(record(run) == expected, "killed at moment \(index)")
      #expect(CheckpointStore(run).steps() == [7, 8])
      let names = try FileManager.default.contentsOfDirectory(atPath: run.file("checkpoints"))
      #expect(names.count == 2)
    }
  }

  @Test("a damaged checkpoint is passed over for the one before, and that is said")
  func damaged() throws {
    let expected = try whole()
    for count in 1...2 {
      let recorder = try start("damaged-\(count)")
      try ToyRun().drive(recorder, limit: 6)
      let (path, store) = (recorder.folder, CheckpointStore(recorder.folder))
      _ = consume recorder
      #expect(store.steps() == [5, 6])
      for step in store.steps().suffix(count) {
        var bytes = [UInt8](FileManager.default.contents(atPath: store.file(step: step)) ?? Data())
        bytes[bytes.count - 3] ^= 4
        try Data(bytes).write(to: URL(fileURLWithPath: store.file(step: step)))
      }
      let resumed = try resume(path)
      #expect(resumed.start?.step == (count == 1 ? 5 : nil))
      #expect(resumed.notes[0].contains("step-000000006") && resumed.notes[0].contains("SHA-256"))
      #expect(resumed.notes.count == (count == 1 ? 1 : 3), "\(resumed.notes)")
      try ToyRun().drive(resumed)
      #expect(record(path) == expected)
    }
  }

  @Test("a state that is not described in full is found out when it is taken over")
  func incomplete() throws {
    let recorder = try start("incomplete")
    try ToyRun().drive(recorder, limit: 5)
    let path = recorder.folder
    _ = consume recorder
    let run = ToyRun()
    run.forgetsMoment = true
    let resumed = try resume(path)
    let error = #expect(throws: StoreError.self) { try run.drive(resumed) }
    #expect("\(error.map { "\($0)" } ?? "")".contains("group momentum"))
  }

  @Test("only one process writes a run, a finished or changed record is not taken for another")
  func refusals() throws {
    let recorder = try start("busy")
    let error = #expect(throws: StoreError.self) { try resume(recorder.folder) }
    #expect("\(error.map { "\($0)" } ?? "")".contains("another process"))
    #expect(throws: StoreError.self) { try start("busy") }
    try ToyRun().drive(recorder, limit: 6)
    let path = recorder.folder
    _ = consume recorder
    // A ledger that was changed before the checkpoint is refused.
    let text = String(
      decoding: FileManager.default.contents(atPath: path.ledgerPath) ?? Data(),
      as: UTF8.self
    )
    let lines = text.split(separator: "\n")
    for changed in [
      lines.dropLast(3), lines[..<3] + lines[4...], lines.prefix(1) + lines.prefix(1),
    ] {
      try Data((changed.joined(separator: "\n") + "\n").utf8).write(
        to: URL(fileURLWithPath: path.ledgerPath)
      )
      #expect(throws: StoreError.self) { try resume(path) }
    }
  }

  @Test("a record in which any byte was changed is refused or resumed to the same end")
  func fuzz() throws {
    let expected = try whole()
    let recorder = try start("good")
    try ToyRun().drive(recorder, limit: 6)
    let good = recorder.folder
    _ = consume recorder
    var generator = SeededGenerator(state: 12)
    let names = [
      "events.jsonl", "ledger.jsonl", "checkpoints/step-000000005.safetensors",
      "checkpoints/step-000000006.safetensors",
    ]
    let copy = RunFolder(path: folder.file("copy"))
    var resumed = 0
    for round in 0..<Mutations.count(200) {
      try? FileManager.default.removeItem(atPath: copy.path)
      try FileManager.default.copyItem(atPath: good.path, toPath: copy.path)
      let name = names[round % names.count]
      let bytes = [UInt8](FileManager.default.contents(atPath: copy.file(name)) ?? Data())
      let mutated = Data(generator.mutate(bytes))
      try mutated.write(to: URL(fileURLWithPath: copy.file(name)))
      do {
        let again = try resume(copy)
        try ToyRun().drive(again)
        resumed += 1
        // Events are not chained, so a changed number in one is kept; everything else must be right.
        for (file, data) in expected where file != "events.jsonl" || name != "events.jsonl" {
          #expect(record(copy)[file] == data, "\(file) after a change of \(name)")
        }
      } catch is StoreError {
        // Nothing was repaired in a way that hides the damage.
        if !name.hasPrefix("checkpoints") {
          #expect(FileManager.default.contents(atPath: copy.file(name)) == mutated)
        }
      }
    }
    #expect(resumed > 20)
  }
}
