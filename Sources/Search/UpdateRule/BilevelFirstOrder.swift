/// Alpha moves against the validation loss at the current weights, then the weights against the
/// training loss (DARTS, Algorithm 1 with xi = 0).
public struct BilevelFirstOrder: UpdateRule {
  /// Creates the rule.
  public init() {}

  /// The name, `bilevel-first-order`.
  public var id: String { "bilevel-first-order" }
  /// What it does.
  public var summary: String {
    "alternates alpha on validation and weights on training batches (Liu et al., 2019, xi = 0)"
  }
  /// One pass for alpha, one for the weights.
  public var relativeCost: Double { 1 }

  /// One step on alpha unless it rests, one on the weights.
  public func step(_ search: SearchRun, epoch: Int, number: Int, rate: Double) throws {
    try search.alternate(epoch: epoch, number: number, rate: rate) {
      search.alphaPass(.architecture, epoch: epoch, number: number)
    }
  }
}
