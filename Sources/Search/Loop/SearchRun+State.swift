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

  /// Ends an epoch as a session does.
  public func concludeEpoch(_ epoch: Int) throws {
    _ = ended(epoch: epoch)
  }

  /// Describes everything the next step depends on.
  ///
  /// - Throws: `StoreError.damaged` when a checkpoint does not fit.
  public func exchange(_ state: StateExchange) throws(StoreError) {
    try execution.exchange(state)
    try optimizer.exchange(state, execution)
    try state.numbers("alpha", "alpha", &alpha)
    try adam.exchange(state, "moments")
    try state.numbers("alphaGradient", "alpha", &alphaGradient)
    try state.value("counters", "training", &sum)
    try state.value("method", "activeGates", &execution.activeGates)
  }
}
