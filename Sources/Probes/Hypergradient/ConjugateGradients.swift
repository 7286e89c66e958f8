/// Solves A x = b for a symmetric positive definite operator by conjugate gradients (Hestenes,
/// Stiefel, 1952).
public struct ConjugateGradients: Sendable, Hashable {
  /// Why the iteration ended.
  public enum End: String, Sendable, Hashable, Codable, CaseIterable {
    /// The residual is small enough.
    case converged
    /// The allowed products are spent.
    case spent
    /// A direction of zero or negative curvature was met: the operator is not positive definite.
    case indefinite
  }

  /// The solution found.
  public let solution: [Double]
  /// |b - A x| / |b|, as the recurrence has it.
  public let residual: Double
  /// Products spent.
  public let products: Int
  /// Why the iteration ended.
  public let end: End

  /// Runs from x = 0 until the relative residual is at most `tolerance` or `most` products are spent.
  public init(_ b: [Double], tolerance: Double, most: Int, product: ([Double]) -> [Double]) {
    var x = [Double](repeating: 0, count: b.count)
    var residue = b
    var direction = b
    var square = Vectors.dot(b, b)
    let start = square.squareRoot()
    var spent = 0
    var end = End.spent
    while true {
      if square.squareRoot() <= tolerance * start {
        end = .converged
        break
      }
      if spent == most { break }
      let image = product(direction)
      spent += 1
      let curvature = Vectors.dot(direction, image)
      if !(curvature > 0) {
        end = .indefinite
        break
      }
      let step = square / curvature
      x = Vectors.sum(x, step, direction)
      residue = Vectors.sum(residue, -step, image)
      let next = Vectors.dot(residue, residue)
      direction = Vectors.sum(residue, next / square, direction)
      square = next
    }
    solution = x
    residual = start > 0 ? square.squareRoot() / start : 0
    products = spent
    self.end = end
  }
}
