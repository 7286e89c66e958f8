import Search

/// Derivatives of a relaxation along a direction in alpha.
///
/// A relaxation is a smooth function of few numbers in Double, so extrapolated central differences
/// are as good as a formula (1e-12 relative) and serve every relaxation there will be; the network is
/// never differentiated this way.
struct RelaxationDerivative {
  /// Step along a direction whose largest component is one.
  private static let width = 1e-3

  /// d/dt f(alpha + t * direction) at t = 0, to fourth order in the width.
  static func along(
    _ direction: [Double],
    at alpha: [Double],
    _ f: ([Double]) -> [Double]
  ) -> [Double] {
    let size = direction.reduce(0) { max($0, abs($1)) }
    guard size > 0 else { return [Double](repeating: 0, count: f(alpha).count) }
    func central(_ width: Double) -> [Double] {
      let step = width / size
      let above = f(Vectors.sum(alpha, step, direction))
      let below = f(Vectors.sum(alpha, -step, direction))
      return zip(above, below).map { ($0 - $1) / (2 * step) }
    }
    return zip(central(width), central(2 * width)).map { (4 * $0 - $1) / 3 }
  }
}
