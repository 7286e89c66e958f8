import Engine

/// ProxylessNAS: one path drawn by softmax(alpha) for the weights; for alpha two paths are drawn, of
/// which one counts, and compete with each other only (Cai et al., ICLR 2019, section 3.2.1).
///
/// After a move both alphas are shifted so that the probabilities of all other operations stay.
public struct TwoPaths: Relaxation {
  /// Creates the relaxation.
  public init() {}

  /// The name, `two-paths`.
  public var id: String { "two-paths" }
  /// What it computes.
  public var summary: String {
    "binary gates: one path for weights, two for alpha (Cai et al., 2019, section 3.2.1)"
  }
  /// Every pass draws paths.
  public var isSampled: Bool { true }
  /// One and a half on average over the two passes of a step.
  public func activeShare(of count: Int) -> Double { 1.5 / Double(max(1, count)) }

  /// softmax(alpha).
  public func weights(_ row: RelaxationRow) -> [Double] { SoftmaxMath.weights(row.alpha) }

  /// The softmax's.
  public func pullback(_ row: RelaxationRow, _ gradient: [Double]) -> [Double] {
    SoftmaxMath.pullback(weights(row), gradient)
  }

  /// One path, or two of which one has weight one and the other zero.
  ///
  /// The gradient of alpha_i is sum over the two of g_j q_j (delta_ij - q_i), q their probabilities
  /// among themselves.
  public func draw(_ row: RelaxationRow, at point: DrawPoint) -> RowDraw {
    let count = row.alpha.count
    let p = weights(row)
    let first = SoftmaxMath.index(p, uniform: point.uniform(0))
    guard point.isForAlpha, count > 1 else {
      let hard = SoftmaxMath.oneHot(first, count: count)
      return RowDraw(
        weights: hard,
        active: hard.map { $0 == 1 },
        pullback: { $0.map { _ in 0 } }
      )
    }
    // Without replacement: the second by what the first leaves.
    let rest = 1 - p[first]
    let others = p.indices.map { $0 == first ? 0 : rest > 0 ? p[$0] / rest : 0 }
    let second =
      rest > 0
      ? SoftmaxMath.index(others, uniform: point.uniform(1)) : (first == 0 ? 1 : 0)
    let q = SoftmaxMath.weights([row.alpha[first], row.alpha[second]])
    let counts = point.uniform(2) < q[0] ? first : second
    return RowDraw(
      weights: SoftmaxMath.oneHot(counts, count: count),
      active: (0..<count).map { $0 == first || $0 == second },
      pullback: { gradient in
        let pair = SoftmaxMath.pullback(q, [gradient[first], gradient[second]])
        return (0..<count).map { $0 == first ? pair[0] : $0 == second ? pair[1] : 0 }
      }
    )
  }

  /// alpha with the moved pair shifted so that the sum of its exponentials is what it was.
  public func settled(_ alpha: [Double], before: [Double], active: [Bool]) -> [Double] {
    let pair = active.indices.filter { active[$0] }
    guard pair.count == 2 else { return alpha }
    func logarithm(_ values: [Double]) -> Double {
      let largest = max(values[pair[0]], values[pair[1]])
      return largest
        + Portable.log(pair.reduce(0) { $0 + Portable.exp(values[$1] - largest) })
    }
    let shift = logarithm(before) - logarithm(alpha)
    var result = alpha
    for index in pair { result[index] += shift }
    return result
  }
}
