import Engine
public import Records
import Training

/// What a search's next step depends on, named once for the ledger and for checkpoints.
///
/// A choice on an axis that keeps state from one step to the next adds it here, in the group `method`:
/// numbers with `numbers`, anything that encodes with `value`.
extension SearchRun: RecordedRun {
  /// Epochs there are at most.
  public var epochs: Int { spec.epochs }

  /// Shares work among the threads of the pool.
  public func share(_ count: Int, _ work: (Int) -> Void) {
    pool.run(count) { piece, _ in work(piece) }
  }

  /// Ends an epoch as a session does.
  public func concludeEpoch(_ epoch: Int) throws {
    _ = ended(epoch: epoch)
  }

  /// Describes everything the next step depends on.
  ///
  /// - Throws: `StoreError.damaged` when a checkpoint does not fit.
  public func exchange(_ exchange: StateExchange) throws(StoreError) {
    let stage = state.stage
    try exchange.value("method", "state", &state)
    try exchange.value("method", "epoch", &epoch)
    // A checkpoint of a later stage belongs to another network.
    if state.stage != stage { build(stage: state.stage) }
    try execution.exchange(exchange)
    try optimizer.exchange(exchange, execution)
    try exchange.numbers("alpha", "alpha", &alpha)
    try exchange.numbers("alpha", "beta", &parameters.beta)
    try adam.exchange(exchange, "moments")
    try exchange.numbers("alphaGradient", "alpha", &alphaGradient)
    try exchange.value("counters", "training", &sum)
    try exchange.value("method", "activeGates", &execution.activeGates)
    try exchangeSnapshots(exchange)
  }

  /// Describes the states a stopping rule may go back to; the ledger sees their digests.
  private func exchangeSnapshots(_ exchange: StateExchange) throws(StoreError) {
    guard method.stopping.decayFactor != nil else { return }
    var epochs = snapshots.map { $0.epoch }
    try exchange.value("method", "snapshots", &epochs)
    if epochs != snapshots.map({ $0.epoch }) { snapshots = epochs.map { snapshot(epoch: $0) } }
    for place in snapshots.indices {
      try snapshots[place].exchange(exchange, "snapshot.\(place)")
    }
  }
}
