/// Eigenvalues and eigenvectors of small dense symmetric matrices, in plain Double arithmetic with a
/// fixed order, so the same bits come out on every machine.
public struct SymmetricEigen: Sendable {
  /// The eigenvalues, ascending.
  public let values: [Double]
  /// The unit eigenvectors, `vectors[k]` for `values[k]`.
  public let vectors: [[Double]]

  /// Decomposes by cyclic Jacobi rotations (Golub, Van Loan, "Matrix Computations", 4th edition,
  /// section 8.5).
  ///
  /// - Precondition: `matrix` is square; only its symmetric part is used.
  /// - Complexity: O(n^3) per sweep, a handful of sweeps.
  public init(_ matrix: [[Double]]) {
    let size = matrix.count
    precondition(
      matrix.allSatisfy { $0.count == size },
      "a square matrix expected, got \(size) rows"
    )
    var a = (0..<size).map { row in
      (0..<size).map { column in (matrix[row][column] + matrix[column][row]) / 2 }
    }
    var v = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0 } }
    for _ in 0..<60 {
      var (off, scale) = (0.0, 0.0)
      for row in 0..<size {
        for column in 0..<size {
          scale += a[row][column] * a[row][column]
          if column > row { off += a[row][column] * a[row][column] }
        }
      }
      // Stops at rounding, and at once for NaN.
      if !(off > scale * 1e-32) { break }
      for p in 0..<size {
        for q in p + 1..<max(size, p + 1) { Self.rotate(&a, &v, p, q) }
      }
    }
    let order = (0..<size).sorted { (a[$0][$0], $0) < (a[$1][$1], $1) }
    values = order.map { a[$0][$0] }
    vectors = order.map { column in (0..<size).map { v[$0][column] } }
  }

  private static func rotate(
    _ a: inout [[Double]],
    _ v: inout [[Double]],
    _ p: Int,
    _ q: Int
  ) {
    guard a[p][q] != 0 else { return }
    let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
    let sign = theta < 0 ? -1.0 : 1
    let tangent = sign / (abs(theta) + (theta * theta + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for k in a.indices {
      let (first, second) = (a[k][p], a[k][q])
      a[k][p] = cosine * first - sine * second
      a[k][q] = sine * first + cosine * second
    }
    for k in a.indices {
      let (first, second) = (a[p][k], a[q][k])
      a[p][k] = cosine * first - sine * second
      a[q][k] = sine * first + cosine * second
      let (left, right) = (v[k][p], v[k][q])
      v[k][p] = cosine * left - sine * right
      v[k][q] = sine * left + cosine * right
    }
  }
}
