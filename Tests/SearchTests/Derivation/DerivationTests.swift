import Networks
import Search
import Testing

@Suite struct DerivationTests {
  @Test("argmax keeps the two strongest edges per node and never none")
  func top2() {
    let space = CellSpace.darts
    let layout = space.layout(NetworkShape())
    var weights = [Double](repeating: 0.1, count: layout.count)
    for edge in space.topology.edges.indices { weights[layout.rows[edge].offset] = 0.9 }
    // Node 3 (the second): edges 2, 3, 4 come from 0, 1, 2.
    weights[layout.rows[4].offset + 4] = 0.5
    weights[layout.rows[2].offset + 3] = 0.4
    let choices = ArgmaxTop2().choices(weights: weights, layout: layout)
    guard case .genotype(let genotype) = space.architecture(choices, in: layout) else {
      Issue.record("the DARTS space derives two cells")
      return
    }
    let cell = genotype.normal
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
}
