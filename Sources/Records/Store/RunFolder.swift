import Foundation

/// The folder of one run: `spec.json`, `manifest.json`, `events.jsonl`, `alpha.npz` and more.
public struct RunFolder: Sendable, Hashable {
  /// Where it is.
  public let path: String

  /// Names the folder at `path`; creates nothing.
  public init(path: String) {
    self.path = path
  }

  /// The folder of a run in a store: `<name>-<first 12 digits of the hash>`.
  ///
  /// - Throws: what encoding the spec throws.
  public init(store: String, spec: some RunSpecification) throws {
    path = "\(store)/\(spec.name)-\(try spec.hash().prefix(12))"
  }

  /// The name of the folder.
  public var name: String { (path as NSString).lastPathComponent }
  /// The path of a file in it.
  public func file(_ name: String) -> String { "\(path)/\(name)" }
  /// Whether the run in it ended.
  public var isFinished: Bool {
    FileManager.default.fileExists(atPath: file("result.json"))
  }

  /// Creates the folder and writes spec and manifest.
  ///
  /// - Throws: `StoreError.io`.
  public func create(spec: some RunSpecification, manifest: [String: String]) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      throw StoreError.io(
        path: path, action: "create the folder", reason: error.localizedDescription)
    }
    try write(try spec.canonical(), to: "spec.json")
    try write(.object(manifest.mapValues { .string($0) }), to: "manifest.json")
  }

  /// Writes a value as one line of canonical JSON, atomically.
  ///
  /// - Throws: `StoreError.io`.
  public func write(_ value: JSONValue, to name: String) throws(StoreError) {
    try AtomicFile.write(Data((value.text + "\n").utf8), to: file(name))
  }

  /// Reads a JSON file of the run.
  ///
  /// - Throws: `StoreError.noRun` without the file, `.damaged` when it is not JSON.
  public func read(_ name: String) throws(StoreError) -> JSONValue {
    guard let data = FileManager.default.contents(atPath: file(name)) else {
      throw .noRun(
        path: path, hint: "expected a folder with \(name), as `dartboard search` writes it")
    }
    do {
      return try JSONDecoder().decode(JSONValue.self, from: data)
    } catch {
      throw .damaged(
        path: file(name), place: "the whole file", expected: "JSON",
        got: "\(data.count) bytes of something else",
        remedy: "run the search again into a fresh folder")
    }
  }
}
