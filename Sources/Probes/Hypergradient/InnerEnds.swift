import Engine

/// Both ends of the spectrum of an inner Hessian, by Lanczos.
struct InnerEnds {
  /// Lanczos steps.
  static let products = 24

  /// A bound on the largest eigenvalue: the last Ritz value and its residual.
  let largest: Double
  /// A bound on the smallest one.
  let smallest: Double

  /// The smallest Ritz value: there is an eigenvalue at least as small.
  let lowest: Double

  /// Measures at a point.
  init(_ problem: SupernetProblem, alpha: [Double], weights: [Double], seed: Int) {
    let stream = RandomStream(seed: UInt64(seed), name: "probe/hypergradient/start")
    let slope = problem.inner(alpha: alpha, weights: weights).weights
    // Padding has no gradient and stays out of the Krylov space.
    let start = slope.indices.map { slope[$0] == 0 ? 0 : stream.normal(index: UInt64($0)) }
    let result = Lanczos(start: start, steps: Self.products) {
      problem.innerProduct(alpha: alpha, weights: weights, direction: $0).weights
    }
    largest = result.pairs.last.map { $0.value + $0.residual } ?? 0
    lowest = result.pairs.first?.value ?? 0
    smallest = result.pairs.first.map { $0.value - $0.residual } ?? 0
  }
}
