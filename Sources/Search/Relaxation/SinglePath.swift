/// One operation per edge and pass, drawn uniformly or in proportion to softmax(alpha).
///
/// Uniform: Guo et al., "Single Path One-Shot NAS with Uniform Sampling", ECCV 2020, section 3.2;
/// alpha does not move. Proportional: the binary gates of ProxylessNAS (Cai et al., ICLR 2019,
/// section 3.2.1); alpha's gradient is equation 4 with the terms of what was not drawn left out.
///
/// Deviation: an edge may draw `none`, and so may all edges of a node.
public struct SinglePath: Relaxation {
  /// What operations are drawn by.
  public enum Sampling: String, Sendable, Hashable, Codable {
    /// All alike.
    case uniform
    /// softmax(alpha).
    case proportional
  }

  /// What operations are drawn by.
  public var sampling: Sampling

  /// Creates the relaxation.
  public init(sampling: Sampling = .uniform) {
    self.sampling = sampling
  }

  /// The name, `single-path`.
  public var id: String { "single-path" }
  /// What it computes.
  public var summary: String {
    "one operation per edge, uniform (Guo et al., 2020) or by alpha (Cai et al., 2019)"
  }
  /// Every pass draws one operation.
  public var isSampled: Bool { true }
  /// Only when operations are drawn by it.
  public var movesAlpha: Bool { sampling == .proportional }
  /// One of them.
  public func activeShare(of count: Int) -> Double { 1 / Double(max(1, count)) }

  /// softmax(alpha).
  public func weights(_ row: RelaxationRow) -> [Double] { SoftmaxMath.weights(row.alpha) }

  /// The softmax's.
  public func pullback(_ row: RelaxationRow, _ gradient: [Double]) -> [Double] {
    SoftmaxMath.pullback(weights(row), gradient)
  }

  /// The one-hot of the operation drawn.
  public func draw(_ row: RelaxationRow, at point: DrawPoint) -> RowDraw {
    let count = row.alpha.count
    let p =
      sampling == .uniform
      ? [Double](repeating: 1 / Double(count), count: count) : weights(row)
    let hard = SoftmaxMath.oneHot(
      SoftmaxMath.index(p, uniform: point.uniform(0)),
      count: count
    )
    let isUniform = sampling == .uniform
    return RowDraw(
      weights: hard,
      active: hard.map { $0 == 1 },
      pullback: { gradient in
        if isUniform { return gradient.map { _ in 0 } }
        return SoftmaxMath.pullback(p, zip(hard, gradient).map { $0 == 1 ? $1 : 0 })
      }
    )
  }
}
