import Foundation

/// A folder of runs.
public struct RunStore: Sendable, Hashable {
  /// Where it is.
  public let root: String

  /// Names the store at `root`; creates nothing.
  public init(root: String) {
    self.root = root
  }

  /// The folder of a run; creates nothing.
  ///
  /// - Throws: as `RunFolder(store:spec:)`.
  public func folder(for spec: some RunSpecification) throws -> RunFolder {
    try RunFolder(store: root, spec: spec)
  }

  /// Every run, sorted by name; none when the store does not exist.
  public func runs() -> [RunFolder] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { RunFolder(path: "\(root)/\($0)") }
      .filter { FileManager.default.fileExists(atPath: $0.specPath) }
  }

  /// The run a person means: the path of its folder, its name, the beginning of its name, or the
  /// beginning of its hash (4 digits or more), when exactly one fits.
  ///
  /// - Throws: `StoreError.noRun` with the runs that fit or are spelt alike.
  public func find(_ query: String) throws(StoreError) -> RunFolder {
    let query = query.count > 1 && query.hasSuffix("/") ? String(query.dropLast()) : query
    let direct = RunFolder(path: query)
    if FileManager.default.fileExists(atPath: direct.specPath) { return direct }
    let runs = runs()
    if let exact = runs.first(where: { $0.name == query }) { return exact }
    let fitting = runs.filter { run in
      let hash = run.name.split(separator: "-").last ?? ""
      return !query.isEmpty
        && (run.name.hasPrefix(query) || (query.count >= 4 && hash.hasPrefix(query)))
    }
    if fitting.count == 1 { return fitting[0] }
    let hint: String
    if fitting.count > 1 {
      hint = "several fit: \(fitting.map { $0.name }.joined(separator: ", "))"
    } else if runs.isEmpty {
      hint = "\(root) holds no runs"
    } else {
      let known = runs.map { $0.name }
      let suggestion = Spelling.suggestion(query, in: known)
      hint =
        suggestion.isEmpty
        ? "\(root) holds \(known.prefix(10).joined(separator: ", "))"
          + (known.count > 10 ? " and \(known.count - 10) more" : "") : suggestion
    }
    throw .noRun(path: query, hint: hint)
  }
}
