/// Extreme eigenvalues of a symmetric operator known only by its products (Lanczos, 1950), with
/// full reorthogonalization.
///
/// From one start vector an eigenvalue that occurs several times is found once; with `restarts` its
/// copies follow as long as steps remain. When the operator or the start is not finite every pair is
/// NaN; a start of zero gives no pairs; the zero operator gives one pair of zeros.
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
  private let process: LanczosProcess
  private let coordinates: [[Double]]

  /// Runs at most `steps` steps from `start`.
  ///
  /// - Parameters:
  ///   - start: any vector but zero; the Ritz values depend on it.
  ///   - steps: dimension of the Krylov space.
  ///   - restarts: directions to go on with when the space is exhausted before the steps are.
  ///   - product: the operator.
  public init(
    start: [Double],
    steps: Int,
    restarts: RandomStream? = nil,
    product: ([Double]) throws -> [Double]
  ) rethrows {
    var process = LanczosProcess(start: start)
    try Self.extend(&process, to: min(steps, start.count), restarts, product)
    self.init(process)
  }

  /// Runs until the `count` smallest and the `count` largest Ritz values are known to `tolerance`
  /// times the largest in size, or `maximumSteps` is reached.
  ///
  /// - Parameters:
  ///   - count: how many at each end.
  ///   - start: any vector but zero.
  ///   - tolerance: bound of the residuals; ask for more than the products' rounding.
  ///   - maximumSteps: most products.
  ///   - restarts: as above.
  ///   - product: the operator.
  public init(
    ends count: Int,
    start: [Double],
    tolerance: Double,
    maximumSteps: Int,
    restarts: RandomStream? = nil,
    product: ([Double]) throws -> [Double]
  ) rethrows {
    let limit = min(maximumSteps, start.count)
    var process = LanczosProcess(start: start)
    var result = Lanczos(process)
    // The tridiagonal matrix is solved afresh each time, so not at every step.
    while process.diagonal.count < limit {
      let target = min(limit, max(2 * count, process.diagonal.count + 4))
      let before = process.diagonal.count
      try Self.extend(&process, to: target, restarts, product)
      result = Lanczos(process)
      if process.diagonal.count == before || result.isKnown(ends: count, to: tolerance) { break }
    }
    self = result
  }

  private init(_ process: LanczosProcess) {
    self.process = process
    guard let eigen = process.eigen else {
      coordinates = []
      pairs = (0..<max(1, process.diagonal.count)).map { _ in Pair(value: .nan, residual: .nan) }
      return
    }
    let tail = process.side.last ?? 0
    coordinates = eigen.vectors
    pairs = zip(eigen.values, eigen.vectors).map {
      Pair(value: $0, residual: abs(tail * ($1.last ?? 0)))
    }
  }

  private static func extend(
    _ process: inout LanczosProcess,
    to steps: Int,
    _ restarts: RandomStream?,
    _ product: ([Double]) throws -> [Double]
  ) rethrows {
    while process.diagonal.count < steps {
      if process.isExhausted {
        guard let restarts, let size = process.basis.first?.count else { return }
        let step = UInt64(process.basis.count)
        let direction = (0..<size).map { restarts.normal(step: step, index: UInt64($0)) }
        guard process.restart(from: direction) else { return }
      }
      try process.step(product)
    }
  }

  private func isKnown(ends count: Int, to tolerance: Double) -> Bool {
    guard pairs.count >= 2 * count, pairs.allSatisfy({ $0.value.isFinite }) else { return false }
    let bound = tolerance * pairs.reduce(0) { max($0, abs($1.value)) }
    return (pairs.prefix(count) + pairs.suffix(count)).allSatisfy { $0.residual <= bound }
  }

  /// The `count` largest pairs, largest first.
  public func largest(_ count: Int) -> [Pair] { pairs.suffix(count).reversed() }

  /// The `count` smallest pairs, smallest first.
  public func smallest(_ count: Int) -> [Pair] { Array(pairs.prefix(count)) }

  /// The unit Ritz vector of pair `index`; empty when the operator was not finite.
  public func vector(_ index: Int) -> [Double] {
    index < coordinates.count ? process.vector(coordinates[index]) : []
  }
}
