import Foundation
import Records
import Testing

@Suite struct AtomicFileTests {
  @Test("a file is replaced whole and nothing else stays in the folder")
  func replaces() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write(Data("one".utf8), to: folder.file("a"))
    try AtomicFile.write(Data("two".utf8), to: folder.file("a"))
    #expect(try folder.text("a") == "two")
    #expect(folder.names == ["a"])
  }

  @Test("a refused write is one error, leaves nothing and keeps what was there")
  func refused() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.file("taken"),
      withIntermediateDirectories: false
    )
    #expect(throws: StoreError.self) { try AtomicFile.write(Data([1]), to: folder.file("taken")) }
    #expect(throws: StoreError.self) { try AtomicFile.write(Data([1]), to: folder.file("no/a")) }
    #expect(folder.names == ["taken"])
  }

  @Test("a read-only folder is refused", .enabled(if: geteuid() != 0))
  func readOnly() throws {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o555)
    defer { chmod(folder.path, 0o755) }
    #expect(throws: StoreError.self) { try AtomicFile.write(Data([1]), to: folder.file("a")) }
    #expect(folder.names.isEmpty)
  }

  @Test("threads that write one path leave one whole file")
  func threads() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a")
    DispatchQueue.concurrentPerform(iterations: 16) { index in
      try? AtomicFile.write(Data(repeating: UInt8(index), count: 10_000), to: path)
    }
    let bytes = try folder.bytes("a")
    #expect(bytes.count == 10_000 && Set(bytes).count == 1)
    #expect(folder.names == ["a"])
  }

  @Test("temporary files of a killed process are removed and others kept")
  func leftovers() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "spec.json.partial-77-0")
    try folder.write("x", to: "spec.json")
    AtomicFile.removeLeftovers(in: folder.path)
    #expect(folder.names == ["spec.json"])
  }
}

@Suite struct RunFolderTests {
  let root: TemporaryFolder
  init() throws { root = try TemporaryFolder() }

  @Test("a run's folder is named after spec and hash and holds spec and manifest")
  func creation() throws {
    let spec = SampleSpec(name: "tiny", epochs: 2)
    let run = try RunStore(root: root.path).folder(for: spec)
    #expect(run.name == "tiny-\(try SpecHash(spec).prefix)")
    #expect(!run.isFinished)
    try run.create(spec: spec, manifest: ["cpu": "x", "threads": "2"])
    #expect(try run.spec(as: SampleSpec.self) == spec)
    #expect(try Manifest(of: run).values == ["cpu": "x", "threads": "2"])
    #expect(
      try String(contentsOfFile: run.specPath, encoding: .utf8) == spec.canonical().text + "\n"
    )
    try run.write(.object([:]), to: "result.json")
    #expect(run.isFinished)
  }

  @Test("a changed record is refused with its place")
  func damage() throws {
    let run = try RunStore(root: root.path).folder(for: SampleSpec())
    try run.create(spec: SampleSpec(), manifest: [:])
    try Data("{\"kind\":".utf8).write(to: URL(fileURLWithPath: run.specPath))
    let error = #expect(throws: StoreError.self) { try run.spec(as: SampleSpec.self) }
    #expect("\(error.map { "\($0)" } ?? "")".contains("spec.json, line 1, column 9"))
    #expect(throws: StoreError.self) { try RunFolder(path: "/nowhere").read("spec.json") }
  }

  @Test("a run is found by path, name, beginning and hash; a miss helps")
  func finding() throws {
    let store = RunStore(root: root.path)
    #expect(store.runs().isEmpty)
    var runs: [RunFolder] = []
    for (index, name) in ["alpha", "alps", "beta"].enumerated() {
      let spec = SampleSpec(name: name, epochs: index + 1)
      runs.append(try store.folder(for: spec))
      try runs[index].create(spec: spec, manifest: [:])
    }
    #expect(store.runs() == runs)
    #expect(try store.find(runs[2].path + "/").name == runs[2].name)
    #expect(try store.find(runs[1].name) == runs[1])
    #expect(try store.find("bet") == runs[2])
    #expect(try store.find(String(runs[0].name.suffix(12).prefix(6))) == runs[0])
    let many = #expect(throws: StoreError.self) { try store.find("alp") }
    #expect("\(many.map { "\($0)" } ?? "")".contains("several fit"))
    #expect(throws: StoreError.self) { try store.find("gamma") }
    #expect(throws: StoreError.self) { try store.find("") }
  }

  @Test("a second holder of the lock is refused until the first lets go")
  func lock() throws {
    let run = RunFolder(path: root.path)
    var first: RunLock? = try RunLock(run)
    #expect(first != nil)
    let error = #expect(throws: StoreError.self) { try RunLock(run) }
    #expect(error == .busy(path: run.path))
    first = nil
    _ = try RunLock(run)
  }

  @Test("another process cannot take the lock")
  func otherProcess() throws {
    let lock = try RunLock(RunFolder(path: root.path))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
    process.arguments = ["-n", root.file(".lock"), "true"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    withExtendedLifetime(lock) {}
  }

  @Test("manifests are compared by value")
  func manifests() {
    let a = Manifest(["cpu": "x", "os": "l", "only": "1"])
    let b = Manifest(["cpu": "y", "os": "l"])
    #expect(
      a.differences(from: b).map { $0.description } == [
        "cpu: x and y", "only: 1 and not stated",
      ]
    )
  }
}
