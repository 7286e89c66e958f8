/// All eigenvalues of a dense symmetric matrix, without vectors: O(n^3) with a small constant, in
/// plain Double arithmetic with a fixed order.
///
/// Householder reflections to a tridiagonal matrix, then implicit QL steps (Golub, Van Loan, "Matrix
/// Computations", 4th edition, sections 8.3.1 and 8.3.3).
public enum SymmetricEigenvalues {
  /// The eigenvalues, ascending.
  ///
  /// - Parameters:
  ///   - matrix: rows one after the other; only the lower triangle is used.
  ///   - size: the number of rows.
  /// - Returns: nil when an element is not finite or the iteration does not settle.
  /// - Precondition: the matrix has `size` squared elements.
  public static func values(_ matrix: [Double], size: Int) -> [Double]? {
    precondition(
      matrix.count == size * size,
      "\(size) rows need \(size * size) elements, got \(matrix.count)"
    )
    guard matrix.allSatisfy({ $0.isFinite }) else { return nil }
    guard size > 0 else { return [] }
    var (diagonal, beside) = tridiagonal(matrix, size)
    guard settle(&diagonal, &beside) else { return nil }
    return diagonal.sorted()
  }

  /// Diagonal and subdiagonal (its last element 0) of a similar tridiagonal matrix.
  private static func tridiagonal(_ matrix: [Double], _ n: Int) -> ([Double], [Double]) {
    var a = matrix
    var beside = [Double](repeating: 0, count: n)
    var v = [Double](repeating: 0, count: n)
    var w = [Double](repeating: 0, count: n)
    a.withUnsafeMutableBufferPointer { a in
      for k in 0..<max(0, n - 2) {
        var scale = 0.0
        for i in k + 1..<n { scale = max(scale, abs(a[i * n + k])) }
        if scale == 0 { continue }
        var squares = 0.0
        for i in k + 1..<n {
          v[i] = a[i * n + k] / scale
          squares += v[i] * v[i]
        }
        let length = squares.squareRoot()
        let alpha = v[k + 1] > 0 ? -length : length
        beside[k] = alpha * scale
        v[k + 1] -= alpha
        // Half the square of the reflection's vector.
        let norm = squares - alpha * (v[k + 1] + alpha)
        if norm <= 0 { continue }
        var product = 0.0
        for i in k + 1..<n {
          var sum = 0.0
          for j in k + 1...i { sum += a[i * n + j] * v[j] }
          for j in i + 1..<max(n, i + 1) { sum += a[j * n + i] * v[j] }
          w[i] = sum / norm
          product += w[i] * v[i]
        }
        let half = product / (2 * norm)
        for i in k + 1..<n { w[i] -= half * v[i] }
        for i in k + 1..<n {
          for j in k + 1...i { a[i * n + j] -= v[i] * w[j] + w[i] * v[j] }
        }
      }
      if n > 1 { beside[n - 2] = a[(n - 1) * n + n - 2] }
    }
    return ((0..<n).map { a[$0 * n + $0] }, beside)
  }

  /// QL steps with Wilkinson's shift until every subdiagonal element is lost in rounding.
  private static func settle(_ d: inout [Double], _ e: inout [Double]) -> Bool {
    let n = d.count
    for low in 0..<n {
      var steps = 0
      while true {
        var split = low
        while split < n - 1 {
          let size = abs(d[split]) + abs(d[split + 1])
          if size + abs(e[split]) == size { break }
          split += 1
        }
        if split == low { break }
        steps += 1
        if steps > 60 { return false }
        var g = (d[low + 1] - d[low]) / (2 * e[low])
        var r = (g * g + 1).squareRoot()
        g = d[split] - d[low] + e[low] / (g + (g < 0 ? -r : r))
        var (sine, cosine, p) = (1.0, 1.0, 0.0)
        var isCut = false
        for i in stride(from: split - 1, through: low, by: -1) {
          let f = sine * e[i]
          let b = cosine * e[i]
          r = (f * f + g * g).squareRoot()
          e[i + 1] = r
          if r == 0 {
            d[i + 1] -= p
            e[split] = 0
            isCut = true
            break
          }
          sine = f / r
          cosine = g / r
          g = d[i + 1] - p
          let t = (d[i] - g) * sine + 2 * cosine * b
          p = sine * t
          d[i + 1] = g + p
          g = cosine * t - b
        }
        if isCut { continue }
        d[low] -= p
        e[low] = g
        e[split] = 0
      }
    }
    return true
  }
}
