import Probes
import Testing

/// A row of the closed-form table: estimator, cosine to the truth, relative error.
private struct Row: CustomTestStringConvertible {
  let estimator: any HypergradientEstimator
  let cosine: Double
  let error: Double

  var testDescription: String { estimator.id }

  init(_ estimator: any HypergradientEstimator, _ cosine: Double, _ error: Double) {
    self.estimator = estimator
    self.cosine = cosine
    self.error = error
  }
}

@Suite struct HypergradientTests {
  let problem = QuadraticProblem()

  private func compare(
    _ estimator: any HypergradientEstimator,
    at weights: [Double]
  ) -> GradientComparison {
    let found = estimator.estimate(problem, alpha: problem.alpha, weights: weights)
    return GradientComparison(found.gradient, problem.truth)
  }

  /// diag(1, 10, 100) at w*, eta = xi = 0.01: cosine and error worked out by hand from
  /// d = w* - t = (0.5, 1.2, -1.97), each estimate being B' f(A) d for a diagonal f(A).
  private static func expected(_ factor: (Double) -> Double) -> (cosine: Double, error: Double) {
    let d = [0.5, 1.2, -1.97]
    let a = [1.0, 10, 100]
    func gradient(_ f: (Double) -> Double) -> [Double] {
      let scaled = zip(a, d).map { f($0) * $1 }
      return [scaled[0] + scaled[2], scaled[1] + scaled[2]]
    }
    let (one, other) = (gradient(factor), gradient { 1 / $0 })
    func dot(_ x: [Double], _ y: [Double]) -> Double { x[0] * y[0] + x[1] * y[1] }
    let difference = zip(one, other).map { $0 - $1 }
    return (
      dot(one, other) / (dot(one, one) * dot(other, other)).squareRoot(),
      (dot(difference, difference) / dot(other, other)).squareRoot()
    )
  }

  @Test("the true gradient of the quadratic is (0.4803, 0.1003)")
  func truth() {
    #expect(zip(problem.truth, [0.4803, 0.1003]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test(
    "cosine and relative error of every estimator are those of the closed form",
    arguments: [
      Row(SecondOrder(rate: 0.01, isExact: true), -0.961977, 1.0326),
      Row(SecondOrder(rate: 0.01, isExact: false), -0.961977, 1.0326),
      Row(Amended(scale: 1), -0.852841, 550.89),
      Row(NeumannSeries(terms: 0, step: 0.01), -0.961977, 1.0326),
      Row(NeumannSeries(terms: 1, step: 0.01), -0.870927, 1.0182),
      Row(NeumannSeries(terms: 10, step: 0.01), 0.633525, 0.9156),
      Row(NeumannSeries(terms: 100, step: 0.01), 0.993086, 0.3693),
      Row(NeumannSeries(terms: 500, step: 0.01), 0.999999, 0.0066),
      Row(KrylovSolve(products: 1), -0.961977, 1.0451),
      Row(KrylovSolve(products: 2), 0.528470, 0.8900),
      Row(KrylovSolve(products: 3), 1, 0),
    ]
  )
  fileprivate func table(_ row: Row) {
    let found = compare(row.estimator, at: problem.solution)
    #expect(abs(found.cosine - row.cosine) < 1e-6, "cosine \(found.cosine)")
    // The published table prints the error to four digits or two decimals.
    #expect(
      abs(found.relativeError - row.error) < 1e-4 * max(1, row.error),
      "error \(found.relativeError)"
    )
  }

  @Test("Neumann, second-order and amended estimates agree with their formulas to 1e-6")
  func formulas() {
    for terms in [0, 1, 10, 100, 500] {
      let expected = Self.expected { a in
        var (power, sum) = (1.0, 0.0)
        for _ in 0...terms {
          sum += power
          power *= 1 - 0.01 * a
        }
        return 0.01 * sum
      }
      let found = compare(NeumannSeries(terms: terms, step: 0.01), at: problem.solution)
      #expect(abs(found.cosine - expected.cosine) < 1e-6)
      #expect(abs(found.relativeError - expected.error) < 1e-6)
    }
    let amended = Self.expected { $0 }
    let found = compare(Amended(scale: 1), at: problem.solution)
    #expect(abs(found.relativeError - amended.error) < 1e-6 * amended.error)
    #expect(abs(found.cosine - amended.cosine) < 1e-6)
  }

  @Test("unrolling T steps from the minimum equals T terms of the Neumann series")
  func unrolling() {
    for steps in [1, 7, 40] {
      let unrolled = Unrolled(steps: steps, step: 0.01)
        .estimate(problem, alpha: problem.alpha, weights: problem.solution).gradient
      let series = NeumannSeries(terms: steps - 1, step: 0.01)
        .estimate(problem, alpha: problem.alpha, weights: problem.solution).gradient
      #expect(zip(unrolled, series).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  @Test("the first order estimate of a problem without a direct part is zero and has no angle")
  func firstOrder() {
    let found = compare(FirstOrder(), at: problem.solution)
    #expect(found.cosine.isNaN && found.relativeError == 1 && found.normRatio == 0)
  }

  @Test("the solver reaches the minimum, also with a pull")
  func solver() {
    let solved = InnerSolver(problem, alpha: problem.alpha, start: [3, -2, 1], tolerance: 1e-10)
    #expect(zip(solved.weights, problem.solution).allSatisfy { abs($0 - $1) < 1e-9 })
    let pulled = PulledProblem(problem, center: [1, 1, 1], strength: 5)
    let near = InnerSolver(pulled, alpha: problem.alpha, start: [1, 1, 1], tolerance: 1e-10)
    // (A + 5) w = B alpha + 5.
    let expected = [6.0 / 6, 7.0 / 15, 8.0 / 105]
    #expect(zip(near.weights, expected).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test("a second-order term off by the width squared shows in the norm ratio")
  func wrongScale() {
    // (p - n) / 2 * eps for (p - n) / (2 * eps): the implicit part shrinks by eps^2.
    let right = SecondOrder(rate: 0.01, isExact: true)
      .estimate(problem, alpha: problem.alpha, weights: problem.solution).gradient
    let wrong = right.map { $0 * 1e-4 }
    #expect(GradientComparison(wrong, right).normRatio < 1e-3)
    #expect(abs(GradientComparison(right, right).normRatio - 1) < 1e-15)
  }

  @Test("conjugate gradients say when the operator is not positive definite")
  func indefinite() {
    let solve = ConjugateGradients([1, 1], tolerance: 1e-12, most: 10) { [$0[0], -2 * $0[1]] }
    #expect(solve.end == .indefinite)
    #expect(solve.solution.allSatisfy { $0.isFinite })
    #expect(ConjugateGradients([0, 0], tolerance: 0, most: 3) { $0 }.end == .converged)
  }

  @Test("a constant added to a row changes no comparison")
  func centring() {
    let rows = [[0, 1, 2], [3, 4]]
    let truth = [0.5, -1, 0.2, 0.3, -0.7]
    let shifted = [3.5, 2, 3.2, -1.7, -2.7]
    let found = GradientComparison(shifted, truth, rows: rows)
    #expect(abs(found.cosine - 1) < 1e-12 && found.relativeError < 1e-12)
    #expect(found.signAgreement == 1 && found.decisionAgreement == 1)
    let opposite = GradientComparison(truth.map { -$0 }, truth, rows: rows)
    #expect(opposite.decisionAgreement == 0 && opposite.signAgreement == 0)
  }
}
