import Networks
import Search
import Testing

@Suite struct DerivationTests {
  @Test("argmax keeps the two strongest edges per node and never none")
  func top2() {
    let space = CellSpace.darts
    var weights = [Double](repeating: 0.1, count: space.alphaCount)
    for edge in space.topology.edges.indices {
      weights[space.alphaIndex(.normal, edge: edge, operation: 0)] = 0.9
    }
    // Node 3 (the second): edges 2, 3, 4 come from 0, 1, 2.
    weights[space.alphaIndex(.normal, edge: 4, operation: 4)] = 0.5
    weights[space.alphaIndex(.normal, edge: 2, operation: 3)] = 0.4
    let cell = ArgmaxTop2().cell(.normal, weights: weights, space: space)
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
