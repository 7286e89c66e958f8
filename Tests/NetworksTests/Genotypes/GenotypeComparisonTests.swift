import Networks
import Testing

@Suite struct GenotypeComparisonTests {
  static func cell(_ nodes: [[(String, Int)]], concat: [Int]? = nil) -> CellGenotype {
    CellGenotype(
      nodes: nodes.map { $0.map { GenotypeEdge(operation: $0.0, source: $0.1) } },
      concat: concat
    )
  }

  /// Node 2 and node 3 only read the inputs, so they can be swapped; node 4 reads node 2.
  static let one = cell(
    [[("s", 0), ("s", 1)], [("a", 1), ("a", 0)], [("s", 2), ("d", 0)]],
    concat: [4, 2]
  )
  static let swapped = cell(
    [[("a", 0), ("a", 1)], [("s", 1), ("s", 0)], [("d", 0), ("s", 3)]],
    concat: [3, 4]
  )

  @Test("cells that differ in numbering, edge order and concat order are isomorphic")
  func canonicalizes() {
    #expect(Self.one != Self.swapped)
    #expect(Self.one.canonical == Self.swapped.canonical)
    #expect(Self.one.isIsomorphic(to: Self.swapped))
    #expect(Self.one.canonical.canonical == Self.one.canonical)
    var changed = Self.swapped
    changed.concat = [2, 4]
    #expect(!Self.one.isIsomorphic(to: changed))
    changed = Self.swapped
    changed.nodes[2][1].source = 2
    #expect(!Self.one.isIsomorphic(to: changed))
  }

  @Test("the two inputs of a cell are not exchangeable")
  func keepsInputs() {
    let first = Self.cell([[("s", 0), ("a", 1)]])
    #expect(!first.isIsomorphic(to: Self.cell([[("s", 1), ("a", 0)]])))
  }

  @Test("canonical forms count the classes that a search over all numberings counts")
  func agreesWithBruteForce() {
    // Three nodes with one edge each and two operations: 2*2 * 3*2 * 4*2 = 192 cells.
    let space = GenotypeSpace(nodes: 3, operations: ["a", "s"], keptEdges: 1)
    let cells = (0..<192).map { space.cell(at: $0) }
    #expect(space.cellCount == 192 && Set(cells).count == 192)
    for cell in cells.prefix(40) {
      for other in cells {
        #expect(
          (cell.canonical == other.canonical) == (cell.relabelledEditDistance(to: other) == 0)
        )
      }
    }
  }

  @Test("edit distance counts replaced, added and removed parts")
  func measures() {
    let cell = Self.cell([[("s", 0), ("a", 1)], [("s", 0), ("s", 2)]])
    #expect(cell.editDistance(to: cell) == 0)
    #expect(cell.editDistance(to: Self.cell([[("a", 1), ("s", 0)], [("s", 2), ("s", 0)]])) == 0)
    #expect(cell.editDistance(to: Self.cell([[("d", 0), ("a", 1)], [("s", 0), ("s", 1)]])) == 2)
    #expect(cell.editDistance(to: Self.cell([[("s", 0)], [("s", 0), ("d", 1)]])) == 3)
    #expect(cell.editDistance(to: Self.cell([[("s", 0), ("a", 1)]])) == 4)
    #expect(
      cell.editDistance(to: CellGenotype(nodes: cell.nodes, concat: [3])) == 1
    )
    #expect(Self.one.editDistance(to: Self.swapped) > 0)
    #expect(Self.one.relabelledEditDistance(to: Self.swapped) == 0)
  }

  @Test("matching edges is the best there is, not the first found")
  func matchesBest() {
    // (a, 0) could take (a, 1) or (s, 0); (d, 1) only (a, 1).
    let left = Self.cell([[("a", 0), ("d", 1)]])
    let right = Self.cell([[("a", 1), ("s", 0)]])
    #expect(left.editDistance(to: right) == 2)
    #expect(right.editDistance(to: left) == 2)
  }

  @Test("a DARTS genotype has 120 neighbours, all different and one change away")
  func neighbours() {
    let genotype = PublishedGenotype.dartsV2.genotype
    let neighbours = genotype.neighbours(operations: GenotypeSpace.darts.operations)
    #expect(neighbours.count == 120)
    #expect(Set(neighbours).count == 120)
    #expect(neighbours.allSatisfy { genotype.editDistance(to: $0) == 1 })
    #expect(
      neighbours.allSatisfy { neighbour in
        fault { () throws(GenotypeError) in
          try neighbour.validate(
            operations: GenotypeSpace.darts.operations,
            rules: GenotypeRules(requiresDistinctSources: true)
          )
        } == nil
      }
    )
  }
}
