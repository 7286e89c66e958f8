public import Records

/// Softmax over the operations of an edge, of which only the first 1/K of the channels pass; the others
/// pass the edge by and all are shuffled (PC-DARTS: Xu et al., "PC-DARTS: Partial Channel Connections for
/// Memory-Efficient Architecture Search", ICLR 2020, section 3.2; K = 4).
///
/// The channels are the first C/K, always the same, as in the authors' code; the paper's masks are
/// random. What passes by at stride 2 is halved by a 2x2 maximum. Weights of edges, the paper's edge
/// normalization, are the choice `softmax` of the axis `edges`; they weigh the channels that pass by
/// too. A derived network uses all channels.
public struct PartialChannels: Relaxation {
  /// K: the mixed share of the channels is 1/K.
  public var divisor: Int

  /// Creates the relaxation.
  public init(divisor: Int = 4) {
    self.divisor = divisor
  }

  /// The name, `partial-channels`.
  public var id: String { "partial-channels" }
  /// What it computes.
  public var summary: String {
    "softmax on the first 1/K of the channels, the rest passes by (Xu et al., 2020, section 3.2)"
  }
  /// K.
  public var channelDivisor: Int { divisor }

  /// The softmax's weights.
  public func weights(_ row: RelaxationRow) -> [Double] { SoftmaxMath.weights(row.alpha) }

  /// The softmax's.
  public func pullback(_ row: RelaxationRow, _ gradient: [Double]) -> [Double] {
    SoftmaxMath.pullback(weights(row), gradient)
  }

  /// A number of channels below one.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("divisor", divisor, 1...64)
    return checks.problems
  }
}
