/// A run that goes on step by step and can show and take over its whole state.
public protocol RecordedRun: AnyObject {
  /// Steps in an epoch.
  var stepsPerEpoch: Int { get }
  /// Epochs there are at most.
  var epochs: Int { get }
  /// Whether the run ends before its last epoch; asked between epochs and a function of the state.
  var isOver: Bool { get }

  /// Runs step `number` of `epoch`; the first step of an epoch begins it.
  func step(epoch: Int, number: Int) throws

  /// Does what belongs to the end of an epoch and what later steps may depend on, without a record: a
  /// run that is executed again for its state alone calls it where a session ends the epoch.
  func concludeEpoch(_ epoch: Int) throws

  /// Describes everything the next step depends on; see `StateExchange`.
  ///
  /// - Throws: `StoreError.damaged` when a checkpoint does not fit.
  func exchange(_ state: StateExchange) throws(StoreError)

  /// Runs `work` for every number below `count`, on the run's threads where it has some, and returns
  /// when all is done; what is worked on does not depend on each other.
  func share(_ count: Int, _ work: (Int) -> Void)
}

extension RecordedRun {
  /// Never before the last epoch.
  public var isOver: Bool { false }

  /// One after the other.
  public func share(_ count: Int, _ work: (Int) -> Void) { GroupHasher.alone(count, work) }

  /// The hash of every group of state after `step` steps.
  ///
  /// - Throws: as `exchange`.
  public func ledgerEntry(step: Int) throws(StoreError) -> LedgerEntry {
    let digest = StateExchange.digest { self.share($0, $1) }
    try exchange(digest)
    return digest.entry(step: step)
  }

  /// Takes over the state of a checkpoint and checks that every group hashes as it did then.
  ///
  /// - Parameter place: the checkpoint's file, for messages.
  /// - Throws: `StoreError.damaged`; the run is then of no use.
  public func restore(_ checkpoint: Checkpoint, place: String) throws(StoreError) {
    try exchange(.restoring(checkpoint, place: place))
    let entry = try ledgerEntry(step: checkpoint.step)
    for group in entry.groups.keys.sorted() where group != StateExchange.witnessGroup {
      guard checkpoint.state["groups"]?[group] == .string(entry.groups[group] ?? "") else {
        throw .damaged(
          path: place,
          place: "group \(group)",
          expected: "the hash it had when it was written",
          got: "another",
          remedy: "it was written by another version of the program; start the run again"
        )
      }
    }
  }
}
