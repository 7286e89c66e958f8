/// A Hessian in alpha as a dense symmetric matrix, with what its rounding shows.
public struct AlphaMatrix: Sendable {
  /// The symmetric part of what was computed.
  public let rows: [[Double]]
  /// Largest difference between an entry and its mirror image, over the largest entry: rounding of
  /// the products; 0 for a zero matrix.
  public let asymmetry: Double

  /// Takes rows as they were computed.
  public init(_ computed: [[Double]]) {
    let size = computed.count
    var (largest, difference) = (0.0, 0.0)
    rows = (0..<size).map { row in
      (0..<size).map { column in
        let (entry, mirror) = (computed[row][column], computed[column][row])
        largest = max(largest, abs(entry))
        difference = max(difference, abs(entry - mirror))
        return (entry + mirror) / 2
      }
    }
    asymmetry = largest > 0 ? difference / largest : 0
  }

  /// The eigenvalues, ascending, by LAPACK.
  ///
  /// - Throws: `SpectrumError`.
  public func spectrum(vectors: Bool = false) throws(SpectrumError) -> DenseSpectrum {
    try DenseSpectrum(rows, vectors: vectors)
  }

  /// The largest sum of a row's entries over one group of `width` neighbouring alphas, over the
  /// largest entry.
  ///
  /// With a softmax over the operations of an edge the loss does not change when one number is added
  /// to all alphas of the edge, so for groups of an edge this is zero to rounding: a check of the
  /// whole chain of derivatives that needs no reference.
  public func gaugeError(width: Int) -> Double {
    var (largest, error) = (0.0, 0.0)
    for row in rows {
      for start in stride(from: 0, to: row.count, by: width) {
        error = max(error, abs(row[start..<min(row.count, start + width)].reduce(0, +)))
      }
      largest = row.reduce(largest) { max($0, abs($1)) }
    }
    return largest > 0 ? error / largest : 0
  }
}
