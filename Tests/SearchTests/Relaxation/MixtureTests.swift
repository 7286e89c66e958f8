import Networks
import Search
import Testing

/// A small layout with rows of different widths.
func unevenLayout() -> AlphaLayout {
  AlphaLayout(
    [
      AlphaLayout.Draft(
        group: "normal",
        edge: 0,
        source: 0,
        target: 2,
        operations: ["none", "skip_connect", "sep_conv_3x3"]
      ),
      AlphaLayout.Draft(
        group: "normal",
        edge: 1,
        source: 1,
        target: 2,
        operations: ["skip_connect", "sep_conv_3x3"]
      ),
      AlphaLayout.Draft(
        group: "normal",
        edge: 2,
        source: 0,
        target: 3,
        operations: ["max_pool_3x3", "sep_conv_3x3"]
      ),
    ],
    rule: KeepRule()
  )
}

@Suite struct MixtureTests {
  private let moment = Moment(epoch: 1, epochs: 4)
  private let alpha = [0.2, -0.5, 1.1, 0.4, -0.3, 0.6, 0.0]

  @Test(
    "gates of rows and edges pull back as central differences say",
    arguments: EdgeWeightCatalog.all.map { $0.id }
  )
  func pullback(_ id: String) throws {
    let edges = try #require(EdgeWeightCatalog.choice(id))
    let mixture = Mixture(layout: unevenLayout(), relaxation: Softmax(), edges: edges)
    var parameters = mixture.initial()
    parameters.alpha = alpha
    if !parameters.beta.isEmpty { parameters.beta = [0.3, 0.7, 0.4] }
    let alive = [true, false, true, true, true, true, true]
    let gradient = [0.9, 5, -0.4, 0.1, 0.8, -1.2, 0.3]
    func value(_ parameters: ArchitectureParameters) -> Double {
      let gates = mixture.gates(parameters, alive: alive, moment: moment)
      return zip(gates, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let found = mixture.pullback(parameters, gradient, alive: alive, moment: moment).all
    for index in parameters.all.indices {
      var (above, below) = (parameters, parameters)
      above.all[index] += 1e-5
      below.all[index] -= 1e-5
      #expect(abs((value(above) - value(below)) / 2e-5 - found[index]) < 1e-8)
    }
    #expect(found[1] == 0)
    #expect(mixture.gates(parameters, alive: alive, moment: moment)[1] == 0)
  }

  @Test("what is pruned leaves the softmax: the rest sums to one")
  func pruned() {
    let mixture = Mixture(layout: unevenLayout(), relaxation: Softmax())
    let alive = [false, true, true, true, false, true, true]
    let gates = mixture.gates(
      ArchitectureParameters(alpha: alpha),
      alive: alive,
      moment: moment
    )
    #expect(abs(gates[1] + gates[2] - 1) < 1e-15)
    #expect(gates[3] == 1 && gates[4] == 0)
  }

  @Test("betas of PC-DARTS are shares of a node, those of DA2S two edges' worth")
  func edges() {
    let soft = Mixture(layout: unevenLayout(), relaxation: Softmax(), edges: EdgeSoftmax())
    let alive = [Bool](repeating: true, count: 7)
    let gates = soft.gates(soft.initial(), alive: alive, moment: moment)
    #expect(abs(gates[0..<5].reduce(0, +) - 1) < 1e-15)
    let capped = Mixture(layout: unevenLayout(), relaxation: Softmax(), edges: CappedEdges())
    #expect(capped.initial().beta == [1, 1, 1])
    #expect(CappedEdges().initial(count: 3) == 2.0 / 3)
    #expect(CappedEdges().initial(count: 5) == 0.4)
    #expect(CappedEdges().weights([1.5, -0.2, 0.3]) == [1, 0, 0.3])
  }
}
