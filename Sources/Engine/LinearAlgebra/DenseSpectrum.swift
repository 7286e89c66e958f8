import COpenBLAS

/// All eigenvalues of a dense symmetric matrix by LAPACK's `dsyev` (tridiagonal reduction, implicit
/// QL).
///
/// Eigenvalues that are equal come out as often as they occur. Same bits wherever `BLASCore.isPinned`
/// holds and the library is the same.
public struct DenseSpectrum: Sendable {
  /// The eigenvalues, ascending.
  public let values: [Double]
  /// The unit eigenvectors, `vectors[k]` for `values[k]`, its entry of largest size (the first of
  /// equals) positive; empty unless asked for.
  public let vectors: [[Double]]

  /// Decomposes the symmetric part of `matrix`.
  ///
  /// - Parameters:
  ///   - matrix: rows of equal length; may be empty.
  ///   - vectors: whether eigenvectors are wanted.
  /// - Throws: `SpectrumError`.
  /// - Precondition: `matrix` is square.
  /// - Complexity: O(n^3).
  public init(_ matrix: [[Double]], vectors wantsVectors: Bool = false) throws(SpectrumError) {
    let size = matrix.count
    precondition(
      matrix.allSatisfy { $0.count == size },
      "a square matrix expected, got \(size) rows of \(matrix.map { $0.count }.max() ?? 0)"
    )
    var entries: [Double] = []
    entries.reserveCapacity(size * size)
    for row in 0..<size {
      for column in 0..<size {
        let value = (matrix[row][column] + matrix[column][row]) / 2
        guard value.isFinite else {
          throw SpectrumError.notFinite(place: "entry [\(row)][\(column)]")
        }
        entries.append(value)
      }
    }
    guard size > 0 else {
      (values, vectors) = ([], [])
      return
    }
    BLASCore.useOneThread()
    var found = [Double](repeating: 0, count: size)
    let status = LAPACKE_dsyev(
      LAPACK_COL_MAJOR,
      CChar(UInt8(ascii: wantsVectors ? "V" : "N")),
      CChar(UInt8(ascii: "L")),
      Int32(size),
      &entries,
      Int32(size),
      &found
    )
    guard status == 0 else { throw SpectrumError.notConverged(count: Int(status)) }
    values = found
    vectors =
      wantsVectors
      ? (0..<size).map { Self.oriented(Array(entries[$0 * size..<($0 + 1) * size])) } : []
  }

  private static func oriented(_ vector: [Double]) -> [Double] {
    var largest = 0.0
    for value in vector where abs(value) > abs(largest) { largest = value }
    return largest < 0 ? vector.map { -$0 } : vector
  }
}
