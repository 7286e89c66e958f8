import Foundation

/// The folder of one run: `spec.json`, `manifest.json`, `events.jsonl`, `ledger.jsonl`,
/// `checkpoints/`, `alpha.npz` and, once it ended, `result.json`.
public struct RunFolder: Sendable, Hashable {
  /// Where it is.
  public let path: String

  /// Names the folder at `path`; creates nothing.
  public init(path: String) {
    self.path = path
  }

  /// The folder of a run in a store: `<name>-<first 12 digits of the hash>`; creates nothing.
  ///
  /// - Throws: `SpecError` for a name that cannot be part of a path, what encoding the spec throws.
  public init(store: String, spec: some RunSpecification) throws {
    let problems = RunName.problems(spec.name)
    if !problems.isEmpty { throw SpecError(problems) }
    path = "\(store)/\(spec.name)-\(try SpecHash(spec).prefix)"
  }

  /// The name of the folder.
  public var name: String { (path as NSString).lastPathComponent }
  /// The canonical spec.
  public var specPath: String { file("spec.json") }
  /// The environment.
  public var manifestPath: String { file("manifest.json") }
  /// The event log.
  public var eventsPath: String { file("events.jsonl") }
  /// The ledger.
  public var ledgerPath: String { file("ledger.jsonl") }
  /// The folder of checkpoints.
  public var checkpointsPath: String { file("checkpoints") }
  /// The history of alpha.
  public var alphaPath: String { file("alpha.npz") }
  /// The path of a file in it.
  public func file(_ name: String) -> String { "\(path)/\(name)" }
  /// Whether the run in it ended.
  public var isFinished: Bool {
    FileManager.default.fileExists(atPath: file("result.json"))
  }

  /// Creates the folder and writes spec and manifest.
  ///
  /// - Throws: `StoreError.io`, what encoding the spec throws.
  public func create(spec: some RunSpecification, manifest: [String: String]) throws {
    let record = try spec.canonical()
    do {
      try FileManager.default.createDirectory(
        atPath: checkpointsPath,
        withIntermediateDirectories: true
      )
    } catch {
      throw StoreError.io(
        path: path,
        action: "create the folder",
        reason: error.localizedDescription
      )
    }
    try write(record, to: "spec.json")
    try Manifest(manifest).write(to: self)
  }

  /// Reads the spec, which must be of this kind and format version and have no unknown field.
  ///
  /// - Throws: `StoreError.noRun`, `.damaged`; `SpecError` for another kind or a bad field.
  public func spec<Spec: RunSpecification>(as type: Spec.Type) throws -> Spec {
    let record = try read("spec.json")
    return try SpecReader.read(type, yaml: record.text, file: specPath)
  }

  /// Removes a file of the run, if it is there.
  ///
  /// - Throws: `StoreError.io`.
  public func remove(_ name: String) throws(StoreError) {
    guard unlink(file(name)) == 0 || errno == ENOENT else {
      throw .io(path: file(name), action: "remove", reason: String(cString: strerror(errno)))
    }
  }

  /// Writes a value as one line of canonical JSON, atomically.
  ///
  /// - Throws: `StoreError.io`.
  public func write(_ value: JSONValue, to name: String) throws(StoreError) {
    try AtomicFile.write(Data(value.bytes + [0x0A]), to: file(name))
  }

  /// Reads a JSON file of the run.
  ///
  /// - Throws: `StoreError.noRun` without the file, `.damaged` when it is not JSON.
  public func read(_ name: String) throws(StoreError) -> JSONValue {
    guard let data = FileManager.default.contents(atPath: file(name)) else {
      throw .noRun(path: path, hint: "expected a folder with \(name), as a run writes it")
    }
    do throws(JSONSyntaxError) {
      return try JSONValue(parsing: data)
    } catch {
      throw .damaged(
        path: file(name),
        place: "line \(error.line), column \(error.column)",
        expected: error.expected,
        got: error.got,
        remedy: "restore the file or run again into a fresh folder"
      )
    }
  }
}
