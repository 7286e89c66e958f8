/// Alpha moves against the validation loss at the current weights, then the weights against the
/// training loss (DARTS, Algorithm 1 with xi = 0).
public struct BilevelFirstOrder: UpdateRule {
  /// The name, `bilevel-first-order`.
  public let id = "bilevel-first-order"
  /// What it does.
  public let summary = "alternates alpha on validation and weights on training batches (xi = 0)"

  /// Creates the rule.
  public init() {}

  /// One step on alpha unless it rests, one on the weights.
  public func step(_ search: SearchRun, epoch: Int, number: Int, rate: Double) throws {
    if epoch >= search.spec.choices.warmupEpochs {
      search.loadBatch(.architecture, epoch: epoch, number: number)
      search.forward(updateRunning: true)
      search.backward(weights: false, alpha: true)
      try search.moveAlpha(epoch: epoch, number: number)
    }
    search.loadBatch(.weights, epoch: epoch, number: number)
    search.forward(updateRunning: true)
    search.noteTraining()
    search.backward(weights: true, alpha: false)
    try search.moveWeights(rate: rate, epoch: epoch, number: number)
  }
}
