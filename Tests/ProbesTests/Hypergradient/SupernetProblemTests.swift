import Engine
import Probes
import Search
import Testing
import Training

@Suite struct SupernetProblemTests {
  /// Central difference of `f` along a unit step, extrapolated.
  private func slope(_ f: (Double) -> [Double]) -> [Double] {
    func central(_ width: Double) -> [Double] {
      zip(f(width), f(-width)).map { ($0 - $1) / (2 * width) }
    }
    return zip(central(1e-6), central(2e-6)).map { (4 * $0 - $1) / 3 }
  }

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    let (difference, size) = zip(a, b).reduce((0.0, 0.0)) {
      ($0.0 + ($1.0 - $1.1) * ($1.0 - $1.1), $0.1 + $1.1 * $1.1)
    }
    return (difference / size).squareRoot()
  }

  @Test("gradients and products of a supernet agree with differences of losses and gradients")
  func derivatives() throws {
    let search = try TinySearch.run(TinySearch.spec())
    let problem = SupernetProblem(search, images: 6)
    let noise = RandomStream(seed: 5, name: "direction")
    let weights = problem.searchWeights
    let alpha = search.alpha.indices.map { 0.3 * noise.normal(index: UInt64($0)) }
    let start = problem.inner(alpha: alpha, weights: weights)
    // Only where weights are: padding has no gradient.
    let direction = start.weights.indices.map {
      start.weights[$0] == 0 ? 0 : noise.normal(step: 1, index: UInt64($0))
    }
    func moved(_ width: Double) -> [Double] {
      zip(weights, direction).map { $0 + width * $1 }
    }
    let along = zip(start.weights, direction).reduce(0) { $0 + $1.0 * $1.1 }
    let loss = slope { [problem.inner(alpha: alpha, weights: moved($0)).loss] }
    #expect(abs(loss[0] - along) < 1e-6 * abs(along))

    let product = problem.innerProduct(alpha: alpha, weights: weights, direction: direction)
    let weightSlope = slope { problem.inner(alpha: alpha, weights: moved($0)).weights }
    let alphaSlope = slope { problem.inner(alpha: alpha, weights: moved($0)).alpha }
    #expect(distance(weightSlope, product.weights) < 1e-5)
    #expect(distance(alphaSlope, product.alpha) < 1e-5)
  }

  @Test("in Double the exact second-order gradient is that of a short difference")
  func secondOrder() throws {
    var spec = TinySearch.spec()
    spec.alphaDeviation = 0.3
    let problem = SupernetProblem(try TinySearch.run(spec), images: 6)
    let (weights, alpha) = (problem.searchWeights, problem.searchAlpha)
    let exact = SecondOrder(rate: 0.5, isExact: true)
      .estimate(problem, alpha: alpha, weights: weights).gradient
    // Short enough that no rectification switches on the way.
    let short = SecondOrder(rate: 0.5, isExact: false, length: 1e-6)
      .estimate(problem, alpha: alpha, weights: weights).gradient
    let first = FirstOrder().estimate(problem, alpha: alpha, weights: weights).gradient
    #expect(distance(exact, short) < 1e-5)
    #expect(distance(exact, first) > 0.01)
  }
}
