import Foundation

/// Writes the record of a run while it goes on, and opens one to go on with it.
///
/// Holds the run's lock. The ledger, the events and the last checkpoint always fit together: a
/// checkpoint says how many events there were and where the ledger stood, and both are flushed to
/// disk before it appears.
public final class RunRecorder {
  /// How often what is written; no number of a run depends on it.
  public struct Options: Sendable, Hashable {
    /// A ledger entry every so many steps.
    public var ledgerInterval: Int
    /// A checkpoint every so many steps; 0 for by time alone.
    public var checkpointSteps: Int
    /// A checkpoint when so many seconds have passed since the last one.
    public var checkpointSeconds: Double

    /// Creates options.
    public init(
      ledgerInterval: Int = 1,
      checkpointSteps: Int = 0,
      checkpointSeconds: Double = 60
    ) {
      self.ledgerInterval = ledgerInterval
      self.checkpointSteps = checkpointSteps
      self.checkpointSeconds = checkpointSeconds
    }
  }

  /// The run's folder.
  public let folder: RunFolder
  /// The events.
  public let log: EventLog
  /// The checkpoint to go on from; nil at the start of a run.
  public let start: Checkpoint?
  /// What was repaired or passed over when the record was opened, one sentence each.
  public let notes: [String]
  private let lock: RunLock
  private let ledger: Ledger
  private let checkpoints: CheckpointStore
  private let options: Options
  // The clock decides when a checkpoint is written and never what is in it.
  private var written = ContinuousClock.now
  private var writtenStep = -1

  /// Creates the folder of a run and starts its record, replacing an old one.
  ///
  /// - Throws: `StoreError`, what encoding the spec throws.
  public init(
    creating spec: some RunSpecification,
    store: String,
    manifest: [String: String],
    options: Options = Options()
  ) throws {
    folder = try RunFolder(store: store, spec: spec)
    lock = try Self.lock(folder)
    checkpoints = CheckpointStore(folder)
    // What an old record holds must not be taken for this run's.
    try folder.remove("result.json")
    try checkpoints.remove(after: -1)
    try folder.create(spec: spec, manifest: manifest)
    AtomicFile.removeLeftovers(in: folder.path)
    AtomicFile.removeLeftovers(in: folder.checkpointsPath)
    log = try EventLog(creating: folder.eventsPath)
    ledger = try Ledger(
      creating: folder.ledgerPath,
      header: LedgerHeader(specHash: try spec.hash(), interval: options.ledgerInterval)
    )
    self.options = options
    start = nil
    notes = []
  }

  /// Opens the record of a run that did not finish, at its last good checkpoint.
  ///
  /// What was written after it is dropped, as it will be written again. Without a checkpoint the record
  /// starts anew.
  ///
  /// - Throws: `StoreError`; `.damaged` when events or ledger were changed after they were written.
  public init(
    resuming folder: RunFolder,
    spec: some RunSpecification,
    options: Options = Options()
  ) throws {
    self.folder = folder
    lock = try Self.lock(folder)
    checkpoints = CheckpointStore(folder)
    self.options = options
    AtomicFile.removeLeftovers(in: folder.path)
    AtomicFile.removeLeftovers(in: folder.checkpointsPath)
    let hash = try spec.hash()
    let found = try Self.find(in: folder, checkpoints, hash)
    var notes = found.notes
    if let checkpoint = found.checkpoint {
      log = try EventLog(opening: folder.eventsPath, keeping: Self.events(of: checkpoint))
      ledger = try Ledger(opening: folder.ledgerPath, keepingThrough: checkpoint.step)
      notes += [
        log.repair.map { "events.jsonl: \($0)" }, ledger.repair.map { "ledger.jsonl: \($0)" },
      ]
      .compactMap { $0 }
      writtenStep = checkpoint.step
    } else {
      // A ledger that is there says how often entries were wanted.
      let interval = (try? LedgerReader(path: folder.ledgerPath))?.header.interval
      log = try EventLog(creating: folder.eventsPath)
      ledger = try Ledger(
        creating: folder.ledgerPath,
        header: LedgerHeader(specHash: hash, interval: interval ?? options.ledgerInterval)
      )
      notes.append("there is no checkpoint to go on from, so the run starts from its beginning")
    }
    start = found.checkpoint
    self.notes = notes
    // Only now that another checkpoint stands: a damaged later one would be found again.
    try checkpoints.remove(after: start?.step ?? -1)
  }

  /// The last checkpoint that is whole and fits events and ledger; changes nothing.
  private static func find(
    in folder: RunFolder,
    _ checkpoints: CheckpointStore,
    _ hash: String
  ) throws(StoreError) -> (checkpoint: Checkpoint?, notes: [String]) {
    var notes: [String] = []
    var refusal: StoreError?
    for step in checkpoints.steps().reversed() {
      let checkpoint: Checkpoint
      do throws(StoreError) {
        checkpoint = try checkpoints.read(step: step)
      } catch {
        notes.append("\(error)")
        continue
      }
      let ledger = try LedgerReader(path: folder.ledgerPath)
      guard ledger.header.specHash == hash else {
        throw mismatch(folder.ledgerPath, "the ledger of spec \(hash)", ledger.header.specHash)
      }
      let events = try EventReader(path: folder.eventsPath).raw.count
      let head = ledger.head(through: step)
      if checkpoint.state["ledger"] == .string(head), Self.events(of: checkpoint) <= events {
        return (checkpoint, notes)
      }
      refusal = mismatch(
        checkpoints.file(step: step),
        "a ledger and events that it was written with",
        "others"
      )
      notes.append("\(checkpoints.file(step: step)) is later than events and ledger reach")
    }
    if let refusal { throw refusal }
    return (nil, notes)
  }

  private static func events(of checkpoint: Checkpoint) -> Int {
    guard case .integer(let count)? = checkpoint.state["events"], count >= 0 else { return .max }
    return count
  }

  private static func lock(_ folder: RunFolder) throws(StoreError) -> RunLock {
    do {
      try FileManager.default.createDirectory(
        atPath: folder.path,
        withIntermediateDirectories: true
      )
    } catch {
      throw .io(
        path: folder.path,
        action: "create the folder",
        reason: error.localizedDescription
      )
    }
    return try RunLock(folder)
  }

  private static func mismatch(
    _ path: String,
    _ expected: String,
    _ got: String
  ) -> StoreError {
    .damaged(
      path: path,
      place: "the whole file",
      expected: expected,
      got: got,
      remedy: "files of different runs were mixed or changed; start the run again"
    )
  }

  /// Records the state after `step` steps when an entry is due.
  ///
  /// - Throws: `StoreError`.
  public func record(_ run: some RecordedRun, step: Int) throws(StoreError) {
    if ledger.isDue(step) { try ledger.append(try run.ledgerEntry(step: step)) }
  }

  /// Whether a checkpoint should be written now.
  public func isCheckpointDue(step: Int) -> Bool {
    if step == writtenStep { return false }
    if options.checkpointSteps > 0 && step % options.checkpointSteps == 0 { return true }
    return ContinuousClock.now - written >= .seconds(options.checkpointSeconds)
  }

  /// Writes a checkpoint of the state after `step` steps.
  ///
  /// - Parameters:
  ///   - position: what else is needed to go on, such as where in an epoch the run is.
  ///   - tensors: what else belongs to the record so far, such as the history of alpha.
  /// - Throws: `StoreError`; the checkpoints before are then still there.
  public func checkpoint(
    _ run: some RecordedRun,
    step: Int,
    position: [String: JSONValue] = [:],
    tensors: [String: StoredTensor] = [:]
  ) throws(StoreError) {
    let entry = try run.ledgerEntry(step: step)
    let saving = StateExchange.saving()
    try run.exchange(saving)
    var state = position
    state["events"] = .integer(log.count)
    state["ledger"] = .string(ledger.head)
    state["groups"] = .object(entry.groups.mapValues { .string($0) })
    var checkpoint = saving.checkpoint(step: step, state: state)
    for name in tensors.keys.sorted() { checkpoint.tensors[name] = tensors[name] }
    try log.synchronize()
    try ledger.synchronize()
    try checkpoints.write(checkpoint)
    written = ContinuousClock.now
    writtenStep = step
  }

  /// The file of a checkpoint, for messages.
  public func place(of checkpoint: Checkpoint) -> String {
    checkpoints.file(step: checkpoint.step)
  }

  /// Flushes events and ledger, then writes the result, which marks the run as finished.
  ///
  /// - Throws: `StoreError`.
  public func finish(_ result: JSONValue) throws(StoreError) {
    try log.synchronize()
    try ledger.synchronize()
    try folder.write(result, to: "result.json")
  }
}

/// A run that was asked to stop: its checkpoint is written and it can be resumed.
public struct RunInterrupted: Error, Sendable, Hashable, CustomStringConvertible {
  /// The run's folder.
  public let folder: RunFolder
  /// Steps done.
  public let step: Int
  /// Steps there are.
  public let steps: Int

  /// Creates the report of a stop.
  public init(folder: RunFolder, step: Int, steps: Int) {
    self.folder = folder
    self.step = step
    self.steps = steps
  }

  /// Where the run stands and how to go on.
  public var description: String {
    "stopped after step \(step) of \(steps); go on with: dartboard resume \(folder.path)"
  }
}
