/// The environment a run was made in: informative, never hashed, never part of a result.
public struct Manifest: Sendable, Hashable {
  /// Named values such as the CPU, the BLAS core, the number of threads, versions.
  public var values: [String: String]

  /// Creates a manifest.
  public init(_ values: [String: String]) {
    self.values = values
  }

  /// A value that two manifests do not share; nil where one lacks it.
  public struct Difference: Sendable, Hashable, CustomStringConvertible {
    /// The value's name.
    public let key: String
    /// What the first manifest says.
    public let first: String?
    /// What the second manifest says.
    public let second: String?

    /// One line.
    public var description: String {
      "\(key): \(first ?? "not stated") and \(second ?? "not stated")"
    }
  }

  /// What differs, sorted by name.
  public func differences(from other: Manifest) -> [Difference] {
    Set(values.keys).union(other.values.keys).sorted()
      .filter { values[$0] != other.values[$0] }
      .map { Difference(key: $0, first: values[$0], second: other.values[$0]) }
  }

  /// Writes `manifest.json`.
  ///
  /// - Throws: `StoreError.io`.
  public func write(to folder: RunFolder) throws(StoreError) {
    try folder.write(.object(values.mapValues { .string($0) }), to: "manifest.json")
  }

  /// Reads `manifest.json`.
  ///
  /// - Throws: `StoreError.noRun`, `.damaged`.
  public init(of folder: RunFolder) throws(StoreError) {
    guard case .object(let members) = try folder.read("manifest.json") else {
      throw .damaged(
        path: folder.manifestPath,
        place: "the whole file",
        expected: "named values",
        got: "something else",
        remedy: "restore the file; it is informative only"
      )
    }
    values = members.mapValues { if case .string(let text) = $0 { text } else { $0.text } }
  }
}
