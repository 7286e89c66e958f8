public import Datasets
public import Engine
public import Records

/// Two recorded runs compared: manifests, specs, ledgers, and down to the first number that differs.
public struct RunComparison: Sendable, Hashable {
  /// Where a differing number was found.
  public enum Source: Sendable, Hashable {
    /// In the checkpoints both kept of this step.
    case checkpoints(step: Int)
    /// By executing both again up to this step.
    case execution(step: Int)
  }

  /// The first run.
  public let first: RunFolder
  /// The second run.
  public let second: RunFolder
  /// Fields of the specs that differ, their names left out, as `path: one and other`.
  public let specs: [String]
  /// What differs in the manifests.
  public let manifests: [Manifest.Difference]
  /// Where the ledgers part; nil when they agree.
  public let ledgers: LedgerDifference?
  /// Events that differ though specs and ledgers are the same.
  public let events: FileDifference?
  /// The first number that differs and where it was found.
  public let number: StateDifference?
  /// Where `number` was found.
  public let source: Source?
  /// What executing them again showed, one sentence each.
  public let findings: [String]
  /// The last step both record, when they agree.
  public let lastStep: Int?

  /// Whether the runs went the same way.
  public var isSame: Bool { ledgers == nil && events == nil && number == nil }

  /// Compares two runs.
  ///
  /// - Parameters:
  ///   - executes: whether runs that part are executed again to find the first number.
  ///   - progress: called with a step done and the last one there will be.
  /// - Throws: `StoreError` when a record cannot be read; what building a run throws.
  public init(
    _ first: RunFolder,
    _ second: RunFolder,
    executes: Bool = true,
    locations: DataLocations,
    pool: ThreadPool,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    self.first = first
    self.second = second
    specs = SpecDifference.fields(try first.read("spec.json"), try second.read("spec.json"))
    // Informative only, so a run without one is compared all the same.
    let (machine, other) = (try? Manifest(of: first), try? Manifest(of: second))
    manifests = machine.flatMap { one in other.map { one.differences(from: $0) } } ?? []
    let (one, two) = (
      try LedgerReader(path: first.ledgerPath), try LedgerReader(path: second.ledgerPath)
    )
    ledgers = LedgerReader.compare(one, two, ignoringSpecs: true)
    lastStep = min(one.entries.last?.step ?? 0, two.entries.last?.step ?? 0)
    events =
      ledgers == nil && specs.isEmpty
      ? FileDifference("events.jsonl", first.eventsPath, second.eventsPath) : nil
    var search = NumberSearch(first, second, locations: locations, pool: pool)
    try search.checkpoints()
    if case .state(let step, _, _)? = ledgers, executes, search.number == nil || search.step > step
    {
      try search.execute(to: step, progress: progress)
    }
    number = search.number
    source = search.source
    findings = search.findings
  }
}

/// Looks for the first number that differs.
private struct NumberSearch {
  let folders: [RunFolder]
  let locations: DataLocations
  let pool: ThreadPool
  var number: StateDifference?
  var source: RunComparison.Source?
  var step = Int.max
  var findings: [String] = []

  init(_ first: RunFolder, _ second: RunFolder, locations: DataLocations, pool: ThreadPool) {
    folders = [first, second]
    self.locations = locations
    self.pool = pool
  }

  /// Compares the first checkpoints both have that differ.
  mutating func checkpoints() throws {
    let stores = folders.map { CheckpointStore($0) }
    let shared = Set(stores[0].steps()).intersection(stores[1].steps()).sorted()
    for step in shared {
      guard let one = try? stores[0].read(step: step), let two = try? stores[1].read(step: step)
      else {
        findings.append("a checkpoint of step \(step) is damaged and was not compared")
        continue
      }
      if let found = StateDifference.first(one, two) {
        (number, source, self.step) = (found, .checkpoints(step: step), step)
        return
      }
    }
  }

  /// Executes both runs again to `step`, each from its last checkpoint before it, and compares when both
  /// come out as recorded.
  mutating func execute(to step: Int, progress: (Int, Int) -> Void) throws {
    var states: [Checkpoint] = []
    for (folder, which) in zip(folders, ["the first", "the second"]) {
      var replay = try RunReplay(folder, notAfter: step - 1, locations: locations, pool: pool)
      while replay.step < step {
        try replay.advance()
        progress(replay.step, step)
      }
      let from = replay.startedFrom.map { "its checkpoint of step \($0)" } ?? "its spec"
      let differences = try replay.differences() ?? []
      if differences.isEmpty {
        states.append(try replay.state())
      } else {
        findings.append(
          "executed again from \(from), \(which) does not come out as its ledger says: something "
            + "outside the spec reached it, such as a fault of memory, another version of the program "
            + "or a bug"
        )
      }
    }
    guard states.count == 2, let found = StateDifference.first(states[0], states[1]) else { return }
    (number, source, self.step) = (found, .execution(step: step), step)
  }
}
