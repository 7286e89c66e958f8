import Engine
import Testing
import Training

@testable import Search

@Suite struct HypergradientTests {
  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func cosine(_ a: [Double], _ b: [Double]) -> Double {
    dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
  }

  /// L_val after a virtual step of the weights at `alpha`, weights restored.
  private func lookedAhead(_ search: SearchRun, _ alpha: [Double], rate: Double) -> Double {
    let (weights, own) = (WeightVector(search.execution.weightBytes), search.alpha)
    search.alpha = alpha
    search.loadBatch(.weights, epoch: 0, number: 0)
    search.mix()
    search.execution.forward(count: search.batch)
    search.execution.backward(weights: true, gates: false)
    search.lookAhead(rate: rate)
    search.loadBatch(.architecture, epoch: 0, number: 0)
    search.execution.forward(count: search.batch)
    weights.copy(to: search.execution.weightBytes)
    search.alpha = own
    return search.execution.loss
  }

  @Test("the second-order gradient is the derivative of the loss after a virtual step")
  func secondOrder() throws {
    var spec = SmallestSearch.spec()
    spec.alphaDeviation = 0.3
    let search = try SmallestSearch.run(spec)
    let rate = 0.2
    let exact = BilevelSecondOrder(product: .exact)
      .hypergradient(search, epoch: 0, number: 0, rate: rate).alpha
    let before = search.stateHash()
    let approximate = BilevelSecondOrder(length: 0.001)
      .hypergradient(search, epoch: 0, number: 0, rate: rate).alpha
    #expect(search.stateHash() == before, "weights come back to the bit")
    let first = search.alphaPass(.architecture, epoch: 0, number: 0).alpha
    // A difference sees rectifications change sign, exact products do not: hence not closer.
    #expect(cosine(exact, approximate) > 0.9)
    // Along the gradient itself, where the signal is largest.
    let length = dot(exact, exact).squareRoot()
    let width = 0.0005
    func moved(_ sign: Double) -> [Double] {
      zip(search.alpha, exact).map { $0 + sign * width * $1 / length }
    }
    let slope =
      (lookedAhead(search, moved(1), rate: rate) - lookedAhead(search, moved(-1), rate: rate))
      / (2 * width)
    #expect(abs(slope / length - 1) < 0.2, "\(slope) and \(length)")
    // The first-order gradient is another one: the look ahead counts.
    #expect(abs(dot(first, exact) / length / length - 1) > 0.05)
  }

  @Test("each Neumann term adds -e (d2L/dadw) (I - e H)^k v")
  func neumann() throws {
    let search = try SmallestSearch.run(SmallestSearch.spec())
    func gradient(_ terms: Int) -> [Double] {
      ImplicitNeumann(terms: terms, step: 0.1)
        .hypergradient(search, epoch: 0, number: 0, rate: 0.025).alpha
    }
    let (none, one) = (gradient(0), gradient(1))
    search.loadBatch(.architecture, epoch: 0, number: 0)
    search.mix()
    search.execution.forward(count: search.batch)
    search.execution.backward(weights: true, gates: false)
    let v = WeightVector(search.execution.weightGradientBytes)
    search.loadBatch(.weights, epoch: 0, number: 0)
    let product = search.weightProduct(v)
    v.add(v, times: -0.1 * search.spec.weights.decay)
    v.add(product, times: -0.1)
    let expected = search.mixedProduct(v).alpha.map { -0.1 * $0 }
    let found = zip(one, none).map { $0 - $1 }
    let scale = dot(expected, expected).squareRoot()
    #expect(scale > 0)
    for (own, other) in zip(found, expected) { #expect(abs(own - other) < 1e-4 * scale + 1e-9) }
  }

  @Test("MiLeNAS adds lambda times the gradient of the training loss")
  func mixedLevel() throws {
    func gradient(_ lambda: Double) throws -> [Double] {
      let search = try SmallestSearch.run(SmallestSearch.spec())
      try MixedLevel(lambda: lambda).step(search, epoch: 0, number: 0, rate: 0.025)
      return search.alphaGradient
    }
    let fresh = try SmallestSearch.run(SmallestSearch.spec())
    let training = fresh.alphaPass(.weights, epoch: 0, number: 0).alpha
    let validation = fresh.alphaPass(.architecture, epoch: 0, number: 0).alpha
    #expect(try gradient(0) == validation)
    #expect(try gradient(2) == zip(validation, training).map { $0 + 2 * $1 })
  }

  @Test("one-level moves alpha against the loss the weights see")
  func oneLevel() throws {
    let search = try SmallestSearch.run(SmallestSearch.spec("one-level"))
    let training = search.alphaPass(.weights, epoch: 0, number: 0).alpha
    try search.step(epoch: 0, number: 0)
    #expect(search.alphaGradient == training)
  }
}
