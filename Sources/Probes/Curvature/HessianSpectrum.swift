import Engine

/// What is said of a small dense Hessian, and how far it may be trusted.
///
/// A matrix with an entry that is no number has no spectrum: `values` is empty and every number NaN.
/// A zero matrix has zeros only and nothing negative. Tied eigenvalues are all listed.
public struct HessianSpectrum: Sendable, Hashable {
  /// Every eigenvalue, ascending.
  public let values: [Double]
  /// The unit eigenvector of the largest.
  public let dominantVector: [Double]
  /// The sum of the diagonal.
  public let trace: Double
  /// The Frobenius norm.
  public let frobenius: Double
  /// max |H - H^T| / max |H| before symmetrizing.
  public let asymmetry: Double
  /// Below this an eigenvalue is rounding noise.
  public let floor: Double

  /// Decomposes the symmetric part of a square matrix.
  ///
  /// - Parameter noise: relative rounding noise of the products; 1e-6 for 32-bit networks.
  public init(_ matrix: [[Double]], noise: Double = 1e-6) {
    let largest = matrix.joined().reduce(0) { max($0, abs($1)) }
    guard matrix.joined().allSatisfy({ $0.isFinite }) else {
      (values, dominantVector) = ([], [])
      (trace, frobenius, asymmetry, floor) = (.nan, .nan, .nan, .nan)
      return
    }
    var difference = 0.0
    for row in matrix.indices {
      for column in 0..<row {
        difference = max(difference, abs(matrix[row][column] - matrix[column][row]))
      }
    }
    let eigen = SymmetricEigen(matrix)
    values = eigen.values
    dominantVector = eigen.vectors.last ?? []
    trace = matrix.indices.reduce(0) { $0 + matrix[$1][$1] }
    frobenius = matrix.joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
    asymmetry = largest > 0 ? difference / largest : 0
    floor = noise * max(abs(eigen.values.first ?? 0), abs(eigen.values.last ?? 0))
  }

  /// The largest eigenvalue, algebraically, as RobustDARTS reports it; NaN without a spectrum.
  public var dominant: Double { values.last ?? .nan }
  /// The smallest eigenvalue; NaN without a spectrum.
  public var smallest: Double { values.first ?? .nan }
  /// How many are negative beyond the noise floor.
  public var negative: Int { values.filter { $0 < -floor }.count }
  /// How many cannot be told from zero.
  public var zeros: Int { values.filter { abs($0) <= floor }.count }

  /// The self-check of a Hessian in alpha under a relaxation that ignores a constant added to all of a
  /// row: max |H 1_row| over the rows, over the largest row sum of absolute values.
  ///
  /// Zero to rounding for softmax; of order one for a relaxation without that freedom, such as
  /// sigmoid.
  public static func gaugeDefect(_ matrix: [[Double]], rows: [[Int]]) -> Double {
    let scale = matrix.map { $0.reduce(0) { $0 + abs($1) } }.max() ?? 0
    guard scale > 0 else { return 0 }
    var worst = 0.0
    for row in rows {
      for line in matrix { worst = max(worst, abs(row.reduce(0) { $0 + line[$1] })) }
    }
    return worst / scale
  }
}
