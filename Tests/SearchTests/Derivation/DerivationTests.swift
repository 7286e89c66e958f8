import Networks
import Search
import Testing

@Suite struct DerivationTests {
  private let space = CellSpace.darts
  private let layout = CellSpace.darts.layout(NetworkShape())

  private func genotype(_ choices: [AlphaChoice]) throws -> Genotype {
    guard case .genotype(let genotype) = space.architecture(choices, in: layout) else {
      throw GenotypeError.unrecognized(known: [])
    }
    return genotype
  }

  private func context(_ change: (inout [Double]) -> Void) -> DerivationContext {
    var weights = [Double](repeating: 0.1, count: layout.count)
    change(&weights)
    return DerivationContext(layout: layout, weights: weights)
  }

  private func normal(_ derivation: any Derivation, _ context: DerivationContext) throws
    -> CellGenotype
  {
    try genotype(derivation.choices(context)).normal
  }

  private func index(_ edge: Int, _ operation: Int) -> Int {
    layout.rows[edge].offset + operation
  }

  @Test("argmax keeps the two strongest edges per node and never none")
  func top2() throws {
    let context = context { weights in
      for edge in space.topology.edges.indices { weights[index(edge, 0)] = 0.9 }
      // Node 3 (the second): edges 2, 3, 4 come from 0, 1, 2.
      weights[index(4, 4)] = 0.5
      weights[index(2, 3)] = 0.4
    }
    let cell = try normal(ArgmaxTop2(), context)
    #expect(
      cell.nodes[1] == [
        GenotypeEdge(operation: "sep_conv_3x3", source: 2),
        GenotypeEdge(operation: "skip_connect", source: 0),
      ]
    )
    #expect(cell.nodes.joined().allSatisfy { $0.operation != "none" })
    // All else is equal: the first edges and the first operation that is not none.
    #expect(
      cell.nodes[0] == [
        GenotypeEdge(operation: "max_pool_3x3", source: 0),
        GenotypeEdge(operation: "max_pool_3x3", source: 1),
      ]
    )
  }

  @Test("where none is allowed an edge that prefers it is not there, but a node keeps one")
  func allowed() throws {
    let context = context { weights in
      weights[index(2, 0)] = 0.9
      weights[index(2, 4)] = 0.8
      weights[index(0, 0)] = 0.9
      weights[index(1, 0)] = 0.9
      weights[index(1, 5)] = 0.2
    }
    let cell = try normal(ArgmaxTop2(none: .allowed), context)
    // The first node prefers none on both edges: both count again.
    #expect(cell.nodes[0].map { $0.operation } == ["sep_conv_5x5", "max_pool_3x3"])
    #expect(try normal(ArgmaxTop2(), context).nodes[1][0].operation == "sep_conv_3x3")
  }

  @Test("both rules for none give every derivation valid genotypes", arguments: [0, 1, 2])
  func rules(_ seed: Int) throws {
    let context = context { weights in
      for index in weights.indices {
        weights[index] = Double((index * 7919 + seed * 104_729) % 1000) / 1000
      }
    }
    for none in [NoneRule.excluded, .allowed] {
      for derivation in [
        ArgmaxTop2(none: none) as any Derivation, Thresholded(none: none), Survived(none: none),
        SkipLimited(none: none), BestSampled(none: none), BestCandidate(none: none),
      ] {
        let genotype = try genotype(derivation.choices(context))
        try genotype.validate()
        #expect(genotype.normal.count(of: "none") == 0)
      }
    }
  }

  @Test("a threshold of 0.85 drops the second edge, and several operations where asked")
  func thresholded() throws {
    let context = context { weights in
      weights[index(0, 4)] = 0.9
      weights[index(0, 3)] = 0.88
      weights[index(1, 5)] = 0.8
    }
    #expect(
      try normal(Thresholded(), context).nodes[0] == [
        GenotypeEdge(operation: "sep_conv_3x3", source: 0)
      ]
    )
    #expect(
      try normal(Thresholded(operations: 2), context).nodes[0].map { $0.operation } == [
        "sep_conv_3x3", "skip_connect",
      ]
    )
    // A node without a strong edge keeps its strongest.
    #expect(try normal(Thresholded(), context).nodes[1].count == 1)
  }

  @Test("at most two skips: the weakest of five give way")
  func skipLimited() throws {
    let context = context { weights in
      for (edge, weight) in [(0, 0.9), (1, 0.8), (2, 0.7), (3, 0.6), (5, 0.5)] {
        weights[index(edge, 3)] = weight
        weights[index(edge, 4)] = 0.2
      }
    }
    #expect(try normal(ArgmaxTop2(), context).count(of: "skip_connect") == 5)
    let cell = try normal(SkipLimited(), context)
    #expect(cell.count(of: "skip_connect") == 2)
    #expect(cell.nodes[0].allSatisfy { $0.operation == "skip_connect" })
    #expect(cell.nodes[1].allSatisfy { $0.operation == "sep_conv_3x3" })
  }

  @Test("what survived is kept, several operations on an edge and any number of edges")
  func survived() throws {
    var context = context { _ in }
    context.alive = context.alive.map { _ in false }
    for (edge, operation) in [(0, 3), (0, 4), (2, 4), (3, 4), (4, 4), (5, 3), (9, 0), (10, 6)] {
      context.alive[index(edge, operation)] = true
    }
    let cell = try normal(Survived(), context)
    #expect(cell.nodes.map { $0.count } == [2, 3, 1, 1])
    #expect(cell.nodes[0].map { $0.source } == [0, 0])
  }
}
