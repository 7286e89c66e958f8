/// Extreme eigenvalues of a symmetric operator known only by its products (Lanczos, 1950), with
/// full reorthogonalization.
public struct Lanczos: Sendable {
  /// An eigenvalue of the operator and how well it is known.
  public struct Pair: Sendable, Hashable {
    /// The Ritz value.
    public let value: Double
    /// |A y - value y| for the unit Ritz vector y: some eigenvalue lies that near.
    public let residual: Double
  }

  /// The Ritz pairs, ascending.
  public let pairs: [Pair]

  /// Runs at most `steps` steps from `start`.
  ///
  /// - Parameters:
  ///   - start: any vector but zero; the Ritz values depend on it.
  ///   - steps: dimension of the Krylov space.
  ///   - product: the operator.
  public init(
    start: [Double],
    steps: Int,
    product: ([Double]) throws -> [Double]
  ) rethrows {
    var basis: [[Double]] = [Self.scaled(start, 1 / Self.norm(start))]
    var diagonal: [Double] = []
    var side: [Double] = []
    for step in 0..<min(steps, start.count) {
      var next = try product(basis[step])
      diagonal.append(Self.dot(next, basis[step]))
      // Twice is enough (Parlett's rule) to be orthogonal to rounding.
      for _ in 0..<2 {
        for old in basis {
          let share = Self.dot(next, old)
          for index in next.indices { next[index] -= share * old[index] }
        }
      }
      side.append(Self.norm(next))
      let largest = (diagonal + side).map { abs($0) }.max() ?? 0
      guard let last = side.last, last > 1e-12 * largest else { break }
      basis.append(Self.scaled(next, 1 / last))
    }
    let size = diagonal.count
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
    for index in 0..<size {
      matrix[index][index] = diagonal[index]
      if index + 1 < size {
        matrix[index][index + 1] = side[index]
        matrix[index + 1][index] = side[index]
      }
    }
    let eigen = SymmetricEigen(matrix)
    let tail = side.last ?? 0
    pairs = zip(eigen.values, eigen.vectors).map {
      Pair(value: $0, residual: abs(tail * ($1.last ?? 0)))
    }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  private static func norm(_ a: [Double]) -> Double { dot(a, a).squareRoot() }

  private static func scaled(_ a: [Double], _ factor: Double) -> [Double] {
    a.map { $0 * factor }
  }
}
