/// Weights and alpha move against the same training loss in one pass (the single-level ablation of
/// DARTS, section 3.3; SNAS, section 2.2; GOLD-NAS, section 3.2).
///
/// The architecture share of the images is only evaluated on.
public struct OneLevel: UpdateRule {
  /// Creates the rule.
  public init() {}

  /// The name, `one-level`.
  public var id: String { "one-level" }
  /// What it does.
  public var summary: String { "moves weights and alpha on the same training batch" }
  /// One pass for both.
  public var relativeCost: Double { 0.5 }

  /// One pass, then both moves.
  public func step(_ search: SearchRun, epoch: Int, number: Int, rate: Double) throws {
    let moves = search.movesAlpha(epoch: epoch, number: number)
    let gradient = try search.trainWeights(
      epoch: epoch,
      number: number,
      rate: rate,
      alpha: moves
    )
    if let gradient { try search.moveAlpha(gradient, epoch: epoch, number: number) }
  }
}
