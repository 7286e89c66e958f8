/// Weights and alpha move against the same training loss in one pass (the single-level ablation of
/// DARTS, section 3.3).
///
/// The architecture half is only evaluated on.
public struct OneLevel: UpdateRule {
  /// The name, `one-level`.
  public let id = "one-level"
  /// What it does.
  public let summary = "moves weights and alpha on the same training batch"

  /// Creates the rule.
  public init() {}

  /// One pass, then both moves.
  public func step(_ search: SearchRun, epoch: Int, number: Int, rate: Double) throws {
    let movesAlpha = epoch >= search.spec.choices.warmupEpochs
    search.loadBatch(.weights, epoch: epoch, number: number)
    search.forward(updateRunning: true)
    search.noteTraining()
    search.backward(weights: true, alpha: movesAlpha)
    try search.moveWeights(rate: rate, epoch: epoch, number: number)
    if movesAlpha { try search.moveAlpha(epoch: epoch, number: number) }
  }
}
