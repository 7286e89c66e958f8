/// Sums in index order, so that the bits do not depend on anything else.
enum Vectors {
  /// The inner product.
  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  /// The Euclidean norm.
  static func norm(_ a: [Double]) -> Double { dot(a, a).squareRoot() }

  /// a + factor * b.
  static func sum(_ a: [Double], _ factor: Double, _ b: [Double]) -> [Double] {
    var result = a
    for index in a.indices { result[index] += factor * b[index] }
    return result
  }

  /// factor * a.
  static func scaled(_ a: [Double], _ factor: Double) -> [Double] { a.map { $0 * factor } }
}
