import Foundation
import Networks
public import Records
public import Training

/// Short runs whose ledgers and events are kept, to be executed again bit for bit.
///
/// There is one run for every YAML file in the folder: a search or, in the form of a record (`kind`,
/// `formatVersion`, `spec`), a training. The search in `every-method.yaml` is executed with every named
/// method, that in `every-space.yaml` in every space and in the one it defines itself. Beside them stand `NAME.ledger.jsonl` and `NAME.events.jsonl`.
public struct GoldenRuns: Sendable, Hashable {
  /// One of the runs.
  public enum Run: Sendable, Hashable {
    /// A search.
    case search(SearchSpec)
    /// A training.
    case training(TrainSpec)
  }

  /// What came out of executing a run again.
  public struct Outcome: Sendable, Hashable {
    /// The run's name.
    public let name: String
    /// Ledger entries executed.
    public let entries: Int
    /// Where the ledgers part.
    public let state: LedgerDifference?
    /// The first event that differs, from 1.
    public let event: Int?

    /// Whether nothing differs.
    public var isSame: Bool { state == nil && event == nil }
  }

  /// The file whose search is executed with every named method.
  static let everyMethod = "every-method"
  /// The file whose search is executed in every space.
  static let everySpace = "every-space"

  /// The folder.
  public let path: String

  /// Names a folder; reads nothing.
  public init(path: String) {
    self.path = path
  }

  /// Whether a folder is one of golden runs and not of a run: it has YAML files or ledgers by name.
  public var exists: Bool {
    !files(".yaml").isEmpty || !files(".ledger.jsonl").isEmpty
  }

  private func files(_ ending: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
      .filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
  }

  /// The runs by name, in order of their names.
  ///
  /// - Throws: `SpecError` for a file that is no spec.
  public func runs() throws -> [(name: String, run: Run)] {
    var runs: [(String, Run)] = []
    for name in files(".yaml") {
      let file = "\(path)/\(name).yaml"
      let yaml = String(
        decoding: FileManager.default.contents(atPath: file) ?? Data(),
        as: UTF8.self
      )
      if SpecReader.kind(of: yaml) == TrainSpec.kind {
        runs.append(
          (name, .training(try SpecReader.read(TrainSpec.self, yaml: yaml, file: file)))
        )
        continue
      }
      let spec = try SpecReader.read(SearchSpec.self, yaml: yaml, file: file)
      switch name {
      case Self.everyMethod: runs += Self.everyMethod(spec)
      case Self.everySpace: runs += Self.everySpace(spec)
      default: runs.append((name, .search(spec)))
      }
    }
    return runs.sorted { $0.0 < $1.0 }
  }

  private static func everyMethod(_ spec: SearchSpec) -> [(String, Run)] {
    MethodCatalog.all.map { named in
      var own = spec
      own.method = named.id
      own.choices = named.method
      return ("method-\(named.id)", .search(own))
    }
  }

  private static func everySpace(_ spec: SearchSpec) -> [(String, Run)] {
    (SpaceCatalog.all.map { $0.id } + [SpaceDefinition.id]).map { id in
      var own = spec
      own.space = id
      return ("space-\(id)", .search(own))
    }
  }

  /// Executes one run into a scratch store.
  ///
  /// - Throws: what the run throws.
  public func execute(_ run: Run, in scratch: ScratchRun) throws -> RunFolder {
    switch run {
    case .search(let spec): try scratch.execute(spec)
    case .training(let spec): try scratch.execute(spec)
    }
  }

  /// Compares the record of a run with what is kept.
  ///
  /// The hash of the spec is left out: a new field with a default changes it and no number.
  ///
  /// - Throws: `StoreError`, with the command that records when nothing is kept.
  public func compare(_ name: String, with folder: RunFolder) throws -> Outcome {
    let (ledger, events) = (ledgerPath(name), eventsPath(name))
    guard FileManager.default.fileExists(atPath: ledger) else {
      throw StoreError.noRun(
        path: ledger,
        hint: "record it on purpose with: dartboard verify \(path) --update"
      )
    }
    let found = try LedgerReader(path: folder.ledgerPath)
    return Outcome(
      name: name,
      entries: found.entries.count,
      state: LedgerReader.compare(
        try LedgerReader(path: ledger),
        found,
        ignoringSpecs: true
      ),
      event: Self.firstDifference(
        try EventReader(path: events).events.map { Self.withoutHash($0) },
        try EventReader(path: folder.eventsPath).events.map { Self.withoutHash($0) }
      )
    )
  }

  /// Keeps the record of a run from now on.
  ///
  /// - Throws: `StoreError.io`.
  public func record(_ name: String, from folder: RunFolder) throws(StoreError) {
    for (source, target) in [
      (folder.ledgerPath, ledgerPath(name)), (folder.eventsPath, eventsPath(name)),
    ] {
      try AtomicFile.write(FileManager.default.contents(atPath: source) ?? Data(), to: target)
    }
  }

  /// Removes what is kept of runs that there are no more.
  ///
  /// - Returns: their names.
  /// - Throws: `SpecError` as `runs`, `StoreError.io`.
  public func removeStrays() throws -> [String] {
    let names = Set(try runs().map { $0.name })
    let strays = files(".ledger.jsonl").filter { !names.contains($0) }
    let folder = RunFolder(path: path)
    for name in strays {
      try folder.remove("\(name).ledger.jsonl")
      try folder.remove("\(name).events.jsonl")
    }
    return strays
  }

  private func ledgerPath(_ name: String) -> String { "\(path)/\(name).ledger.jsonl" }
  private func eventsPath(_ name: String) -> String { "\(path)/\(name).events.jsonl" }

  private static func withoutHash(_ event: JSONValue) -> JSONValue {
    guard case .object(var members) = event else { return event }
    members["specHash"] = nil
    return .object(members)
  }

  private static func firstDifference(_ one: [JSONValue], _ two: [JSONValue]) -> Int? {
    for index in 0..<max(one.count, two.count) {
      guard index < one.count, index < two.count, one[index] == two[index] else {
        return index + 1
      }
    }
    return nil
  }
}
