import Foundation
import Networks
import Testing

@Suite struct GenotypeTests {
  static let operations = ["none", "skip_connect", "sep_conv_3x3"]

  static func cell(_ nodes: [[(String, Int)]], concat: [Int]? = nil) -> CellGenotype {
    CellGenotype(
      nodes: nodes.map { $0.map { GenotypeEdge(operation: $0.0, source: $0.1) } },
      concat: concat
    )
  }

  static func problem(_ cell: CellGenotype, distinct: Bool = false) -> String? {
    fault { () throws(GenotypeError) in
      try cell.validate(
        name: "normal",
        operations: operations,
        rules: GenotypeRules(requiresDistinctSources: distinct)
      )
    }
  }

  @Test("a genotype survives JSON")
  func codes() throws {
    let data = try JSONEncoder().encode(GenotypeFixtures.small)
    #expect(try JSONDecoder().decode(Genotype.self, from: data) == GenotypeFixtures.small)
  }

  @Test("every intermediate node is concatenated unless told otherwise")
  func concatenatesAll() {
    #expect(Self.cell([[("none", 0)], [], []]).concat == [2, 3, 4])
    #expect(Self.problem(Self.cell([[("skip_connect", 0)], [("sep_conv_3x3", 2)]])) == nil)
  }

  @Test("validation names the cell, the node and the fault")
  func validates() {
    #expect(
      Self.problem(Self.cell([[("sep_conv_3x3", 2)]]))
        == "genotype, normal cell, node 2: node 2 reads node 2, but only nodes 0 to 1 "
        + "come before it"
    )
    #expect(
      Self.problem(Self.cell([[("sep_conv_3x3", 0)], [("sepconv3x3", 0)]]))
        == "genotype, normal cell, node 3: no operation is named 'sepconv3x3' "
        + "(did you mean 'sep_conv_3x3'?); known are none, skip_connect, sep_conv_3x3"
    )
    #expect(
      Self.problem(Self.cell([[("sep_conv_3x3", 0)], [("none", 0)]]))
        == "genotype, normal cell: nothing flows into node 3; give it an edge with an operation "
        + "other than none"
    )
    #expect(
      Self.problem(Self.cell([[("sep_conv_3x3", 0)]], concat: [2, 2]))
        == "genotype, normal cell: concat [2, 2] must name some of the intermediate nodes 2 to 2, "
        + "each once"
    )
    #expect(Self.problem(Self.cell([])) != nil)
  }

  @Test("a source read twice is refused only by the rule against it")
  func checksDistinctSources() {
    let twice = Self.cell([[("sep_conv_3x3", 0), ("skip_connect", 0)]])
    #expect(Self.problem(twice) == nil)
    #expect(
      Self.problem(twice, distinct: true)
        == "genotype, normal cell, node 2: two edges come from node 0; the sources of a node must "
        + "differ"
    )
  }

  @Test("a genotype's cells are reached by kind")
  func subscripts() {
    var genotype = GenotypeFixtures.small
    genotype[.reduce] = genotype[.normal]
    #expect(genotype.reduce == GenotypeFixtures.small.normal)
    #expect(genotype[.normal].edges.count == 4)
  }
}
