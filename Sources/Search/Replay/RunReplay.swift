public import Datasets
public import Engine
public import Records
import Training

/// Executes a recorded run again, step by step, writing nothing.
public struct RunReplay {
  /// The run that is executed again.
  public let folder: RunFolder
  /// Its ledger.
  public let ledger: LedgerReader
  /// Steps done, those before the checkpoint it started from included.
  public private(set) var step = 0
  /// The step of the checkpoint it started from; nil at the beginning of the run.
  public let startedFrom: Int?
  private let run: any RecordedRun
  private var isEpochEnded = true
  private let entries: [Int: LedgerEntry]

  /// Builds the run and takes over its last good checkpoint that is not after `limit`.
  ///
  /// - Parameter limit: nil to start from the beginning whatever checkpoints there are.
  /// - Throws: `StoreError`, `SpecError`, `DatasetError`.
  public init(
    _ folder: RunFolder,
    notAfter limit: Int? = nil,
    locations: DataLocations,
    pool: ThreadPool
  ) throws {
    self.folder = folder
    ledger = try LedgerReader(path: folder.ledgerPath)
    var entries: [Int: LedgerEntry] = [:]
    for entry in ledger.entries { entries[entry.step] = entry }
    self.entries = entries
    run = try RunKind.make(folder, locations: locations, pool: pool)
    let checkpoints = CheckpointStore(folder)
    if let limit, let checkpoint = checkpoints.last(through: limit).checkpoint {
      try run.restore(checkpoint, place: checkpoints.file(step: checkpoint.step))
      step = checkpoint.step
      isEpochEnded = checkpoint.state["epochEnded"] == .bool(true)
      startedFrom = checkpoint.step
    } else {
      startedFrom = nil
    }
  }

  /// Runs one step.
  ///
  /// - Throws: what the step throws.
  public mutating func advance() throws {
    let (epoch, number) = (step / run.stepsPerEpoch, step % run.stepsPerEpoch)
    if number == 0 && !isEpochEnded { try run.concludeEpoch(epoch - 1) }
    try run.step(epoch: epoch, number: number)
    step += 1
    isEpochEnded = false
  }

  /// The groups whose hash is not the recorded one: nil when the ledger has no entry of this step.
  ///
  /// What only a step itself leaves behind is not compared right after a checkpoint.
  ///
  /// - Throws: `StoreError`.
  public func differences() throws(StoreError) -> [String]? {
    guard let recorded = entries[step] else { return nil }
    let found = try run.ledgerEntry(step: step)
    let names = Set(recorded.groups.keys).union(found.groups.keys).sorted()
    return names.filter { name in
      (step != startedFrom || name != StateExchange.witnessGroup)
        && recorded.groups[name] != found.groups[name]
    }
  }

  /// A copy of the state as it stands.
  ///
  /// - Throws: `StoreError`.
  public func state() throws(StoreError) -> Checkpoint {
    let saving = StateExchange.saving()
    try run.exchange(saving)
    return saving.checkpoint(step: step, state: [:])
  }
}

/// The kinds of run that can be executed again.
public enum RunKind {
  /// The kind a folder's spec states.
  ///
  /// - Throws: `StoreError` when it states none that can be run.
  public static func name(of folder: RunFolder) throws(StoreError) -> String {
    let kind = try folder.read("spec.json")["kind"]
    guard case .string(let name)? = kind, [SearchSpec.kind, TrainSpec.kind].contains(name) else {
      throw .damaged(
        path: folder.specPath,
        place: "key 'kind'",
        expected: "\"\(SearchSpec.kind)\" or \"\(TrainSpec.kind)\"",
        got: kind?.text ?? "none",
        remedy: "give the folder of a search or a training"
      )
    }
    return name
  }

  /// The run of a folder before its first step.
  ///
  /// - Throws: `StoreError`, `SpecError`, `DatasetError`, `GenotypeError`.
  public static func make(
    _ folder: RunFolder,
    locations: DataLocations,
    pool: ThreadPool
  ) throws -> any RecordedRun {
    try name(of: folder) == SearchSpec.kind
      ? SearchRun(
        spec: try folder.spec(as: SearchSpec.self),
        locations: locations,
        pool: pool
      )
      : StandaloneTrainer(
        spec: try folder.spec(as: TrainSpec.self),
        locations: locations,
        pool: pool
      )
  }
}
