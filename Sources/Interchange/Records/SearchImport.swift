/// A search that was run elsewhere, as read and not yet recorded.
public struct SearchImport: Sendable {
  /// What it was, as far as its files say.
  public var spec: ImportedSearch
  /// Its epochs, rising.
  public var epochs: [ImportedEpoch]
  /// Its alpha Hessians, rising.
  public var hessians: [HessianSummary]
  /// The genotype it ended with.
  public var genotype: String?
  /// alpha before the relaxation or the weights after it, when the source has them.
  public var alpha: [AlphaSnapshot] = []

  /// Whether every planned epoch is there.
  public var isFinished: Bool {
    guard let planned = spec.plannedEpochs, let last = epochs.last else { return genotype != nil }
    return last.epoch + 1 >= planned
  }
}

/// alpha at an epoch of an imported search.
public struct AlphaSnapshot: Sendable, Hashable {
  /// The epoch.
  public var epoch: Int
  /// The kind of cell.
  public var kind: String
  /// [edge][operation].
  public var values: [[Double]]
}
