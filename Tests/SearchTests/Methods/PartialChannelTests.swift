import Engine
import Networks
import Records
import Testing
import Training

@testable import Search

/// PC-DARTS does what its paper says.
@Suite struct PartialChannelTests {
  @Test("the named method has K = 4, edge normalization, 15 of 50 epochs of rest and its own rates")
  func named() throws {
    var spec = SearchSpec()
    try #require(MethodCatalog.method("pc-darts")).apply(to: &spec)
    #expect(spec.choices.relaxation as? PartialChannels == PartialChannels(divisor: 4))
    #expect(spec.choices.edges.id == "softmax")
    #expect(Int(spec.choices.timing.rest * 50) == 15)
    #expect(spec.weights.rate == 0.1 && spec.weights.finalRate == 0 && spec.alpha.rate == 6e-4)
  }

  @Test("edges are ranked by alpha times beta")
  func ranking() {
    let layout = unevenLayout()
    let mixture = Mixture(layout: layout, relaxation: PartialChannels(), edges: EdgeSoftmax())
    var parameters = mixture.initial()
    // Row 0 has the stronger operation, row 1 the stronger edge.
    parameters.alpha = [0, 0, 2, 0, 1, 0, 0]
    parameters.beta = [0, 1.5, 0]
    let alive = [Bool](repeating: true, count: layout.count)
    let gates = mixture.gates(parameters, alive: alive, moment: Moment(epoch: 0, epochs: 1))
    let e = Portable.exp
    let first = e(2) / (2 + e(2)) / (1 + e(1.5))
    let second = e(1) / (1 + e(1)) * e(1.5) / (1 + e(1.5))
    #expect(abs(gates[2] - first) < 1e-15 && abs(gates[4] - second) < 1e-15)
    let choices = ArgmaxTop2().choices(DerivationContext(layout: layout, weights: gates))
    #expect(choices.first == AlphaChoice(row: 1, operation: 1))
    // By alpha alone the order would be the other one.
    let plain = mixture.operationWeights(
      parameters.alpha,
      alive: alive,
      moment: Moment(epoch: 0, epochs: 1)
    )
    #expect(plain[2] > plain[4])
  }

  @Test("alpha's gradient is free of what passes by, beta's is not: as differences of the loss say")
  func gradients() throws {
    var spec = SmallestSearch.spec("pc-darts")
    spec.choices.timing.rest = 0
    spec.alphaDeviation = 0.3
    let search = try SmallestSearch.run(spec)
    for row in search.parameters.beta.indices {
      search.parameters.beta[row] = 0.1 * Double(row % 5)
    }
    let own = search.alphaPass(.architecture, epoch: 0, number: 0)
    search.loadBatch(.architecture, epoch: 0, number: 0)
    let start = search.parameters
    func slope(_ index: Int) -> Double {
      func loss(_ width: Double) -> Double {
        var moved = start.all
        moved[index] += width
        search.parameters.all = moved
        search.mix()
        search.execution.forward(count: search.batch)
        return search.execution.loss
      }
      let result = (loss(0.002) - loss(-0.002)) / 0.004
      search.parameters = start
      return result
    }
    // The search runs in Float and rectifications change sign: a few percent of the largest slope.
    let largest = own.all.map { abs($0) }.max() ?? 0
    #expect(largest > 0)
    for index in stride(from: 0, to: own.all.count, by: 5) {
      #expect(abs(slope(index) - own.all[index]) < 0.05 * largest + 2e-4, "parameter \(index)")
    }
    // Shifting all alphas of an edge changes no weight, so its gradients sum to zero.
    for row in search.layout.rows {
      #expect(abs(row.range.reduce(0) { $0 + own.alpha[$1] }) < 1e-12)
    }
  }

  @Test("beta rests with alpha, then moves")
  func beta() throws {
    var spec = SmallestSearch.spec("pc-darts")
    spec.choices.timing.rest = 0.5
    let search = try SmallestSearch.run(spec)
    for number in 0..<search.stepsPerEpoch { try search.step(epoch: 0, number: number) }
    #expect(search.parameters.all.allSatisfy { $0 == 0 })
    try search.step(epoch: 1, number: 0)
    #expect(search.parameters.beta.contains { $0 != 0 })
    #expect(search.parameters.alpha.contains { $0 != 0 })
  }

  @Test("spaces without cells and channels that do not divide are refused with the reason")
  func refused() {
    var spec = SearchSpec()
    spec.choices = Method(relaxation: PartialChannels())
    spec.channels = 18
    #expect(spec.validate().map { $0.place } == ["channels"])
    spec.channels = 16
    #expect(spec.validate().isEmpty)
    spec.space = "mobilenet"
    #expect(spec.validate().map { $0.place } == ["choices.relaxation"])
    spec.space = "darts"
    spec.choices = Method(relaxation: PartialChannels(divisor: 0))
    #expect(spec.validate().map { $0.place } == ["choices.relaxation.divisor"])
  }
}
