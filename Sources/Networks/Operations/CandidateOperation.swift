public import Engine

/// Where a candidate operation stands.
public struct OperationSite: Sendable {
  /// Channels in and out.
  public var channels: Int
  /// 1, or 2 on the edges of a reduction cell that leave its inputs.
  public var stride: Int
  /// Whether normalizations learn scale and offset: not in a supernet, yes in a derived network.
  public var isAffine: Bool
  /// Whether pools are followed by a normalization, as inside a mixed operation of DARTS.
  public var normalizesPools: Bool
  /// Whether identities are followed by a normalization, as in GOLD-NAS.
  public var normalizesSkips: Bool
  /// Prefix of the parameters' names.
  public var name: String

  /// Creates a site.
  public init(
    channels: Int,
    stride: Int,
    isAffine: Bool,
    normalizesPools: Bool,
    normalizesSkips: Bool = false,
    name: String
  ) {
    self.channels = channels
    self.stride = stride
    self.isAffine = isAffine
    self.normalizesPools = normalizesPools
    self.normalizesSkips = normalizesSkips
    self.name = name
  }

  var norm: NormOptions { NormOptions(isAffine: isAffine) }
}

/// An operation an edge may be given: one file per family, one line per operation in
/// `OperationCatalog`.
public protocol CandidateOperation: Sendable {
  /// The name in genotypes; never changed once published.
  var id: String { get }
  /// What it computes, in one line.
  var summary: String { get }
  /// Whether it has weights: what collapse is measured by.
  var isParametric: Bool { get }
  /// Records it on a tape; nil when it contributes nothing (`none`).
  func record(on tape: Tape, _ x: Value, at site: OperationSite) -> Value?
  /// Records it as values to be summed, such as a shortcut and a block; by default the one value.
  func summands(on tape: Tape, _ x: Value, at site: OperationSite) -> [Value]
}

extension CandidateOperation {
  /// What `record` records.
  public func summands(on tape: Tape, _ x: Value, at site: OperationSite) -> [Value] {
    record(on: tape, x, at: site).map { [$0] } ?? []
  }
}
