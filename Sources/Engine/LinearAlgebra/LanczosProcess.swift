/// The tridiagonal matrix that a symmetric operator becomes in the Krylov space of a start vector,
/// one product a step, with full reorthogonalization (Golub, Van Loan, "Matrix Computations", 4th
/// edition, section 10.3.1).
public struct LanczosProcess: Sendable {
  /// The orthonormal basis so far; one vector more than `diagonal` unless the space is exhausted.
  public private(set) var basis: [[Double]]
  /// The diagonal of the tridiagonal matrix.
  public private(set) var diagonal: [Double] = []
  /// The entries beside it; the last couples to the vector not yet used.
  public private(set) var side: [Double] = []
  /// Whether the operator maps the space into itself, so that no step can follow.
  public private(set) var isExhausted = false
  /// Whether the start and all products were finite.
  public private(set) var isFinite = true

  /// Starts in the direction of `start`; zero and vectors that are not finite exhaust it at once.
  public init(start: [Double]) {
    let length = Self.norm(start)
    isFinite = length.isFinite
    isExhausted = !(length > 0) || !length.isFinite
    basis = isExhausted ? [] : [start.map { $0 / length }]
  }

  /// Runs one step; returns whether another may follow.
  @discardableResult
  public mutating func step(_ product: ([Double]) throws -> [Double]) rethrows -> Bool {
    guard !isExhausted, let last = basis.last else { return false }
    var next = try product(last)
    precondition(
      next.count == last.count,
      "the operator made \(next.count) numbers of \(last.count)"
    )
    diagonal.append(Self.dot(next, last))
    // Twice is enough (Parlett, "The Symmetric Eigenvalue Problem", section 6.9).
    for _ in 0..<2 { Self.remove(basis, from: &next) }
    let length = Self.norm(next)
    side.append(length)
    isFinite = isFinite && length.isFinite && (diagonal.last?.isFinite ?? true)
    // What is left of a vector in the space is rounding.
    let scale = max(diagonal.reduce(0) { max($0, abs($1)) }, side.reduce(0, max))
    guard isFinite, basis.count < last.count, length > 1e-12 * scale else {
      isExhausted = true
      return false
    }
    basis.append(next.map { $0 / length })
    return true
  }

  /// Continues from a direction outside an exhausted space, where copies of multiple eigenvalues are.
  ///
  /// - Returns: whether `direction` has a part outside the space.
  @discardableResult
  public mutating func restart(from direction: [Double]) -> Bool {
    guard isExhausted, isFinite, basis.count < direction.count else { return false }
    var next = direction
    let before = Self.norm(next)
    for _ in 0..<2 { Self.remove(basis, from: &next) }
    let length = Self.norm(next)
    guard length.isFinite, length > 1e-10 * before else { return false }
    if !side.isEmpty { side[side.count - 1] = 0 }
    basis.append(next.map { $0 / length })
    isExhausted = false
    return true
  }

  /// Eigenvalues and eigenvectors of the tridiagonal matrix; nil unless all numbers are finite.
  public var eigen: SymmetricEigen? {
    guard isFinite else { return nil }
    let size = diagonal.count
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
    for index in 0..<size {
      matrix[index][index] = diagonal[index]
      if index + 1 < size {
        matrix[index][index + 1] = side[index]
        matrix[index + 1][index] = side[index]
      }
    }
    return SymmetricEigen(matrix)
  }

  /// The vector with the given coordinates in the basis.
  public func vector(_ coordinates: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: basis.first?.count ?? 0)
    for (share, old) in zip(coordinates, basis) {
      for index in result.indices { result[index] += share * old[index] }
    }
    return result
  }

  private static func remove(_ basis: [[Double]], from vector: inout [Double]) {
    for old in basis {
      let share = dot(vector, old)
      for index in vector.indices { vector[index] -= share * old[index] }
    }
  }

  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  private static func norm(_ a: [Double]) -> Double { dot(a, a).squareRoot() }
}
