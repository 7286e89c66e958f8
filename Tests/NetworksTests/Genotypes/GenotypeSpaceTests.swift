import Networks
import Testing

@Suite struct GenotypeSpaceTests {
  @Test("the DARTS space has 180 * 7^8 cells")
  func counts() {
    #expect(GenotypeSpace.darts.cellCount == 1_037_664_180)
    #expect(GenotypeSpace.darts.genotypeCount == 1_037_664_180 * 1_037_664_180)
    #expect(GenotypeSpace(nodes: 2, operations: ["a", "s"]).cellCount == 4 * 12)
    #expect(GenotypeSpace(nodes: 20, operations: ["a", "s"]).cellCount == nil)
  }

  @Test("cells by number are all different and valid")
  func enumerates() {
    let space = GenotypeSpace(nodes: 2, operations: ["a", "s"])
    let cells = (0..<48).map { space.cell(at: $0) }
    #expect(Set(cells).count == 48)
    for cell in cells {
      let problem = fault { () throws(GenotypeError) in
        try cell.validate(
          name: "normal",
          operations: ["a", "s"],
          rules: GenotypeRules(requiresDistinctSources: true)
        )
      }
      #expect(problem == nil)
    }
    let last = GenotypeSpace.darts.cell(at: 1_037_664_179)
    #expect(last.nodes[3].map { $0.source } == [3, 4])
    #expect(last.count(of: "dil_conv_5x5") == 8)
  }

  @Test("sampling reaches every cell about equally often and repeats with its draws")
  func samples() {
    let space = GenotypeSpace(nodes: 2, operations: ["a", "s"])
    func cells(_ seed: UInt64) -> [CellGenotype] {
      var state = seed
      return (0..<4800).map { _ in
        space.randomCell { bound in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Int((state >> 33) % UInt64(bound))
        }
      }
    }
    let drawn = cells(1)
    #expect(drawn == cells(1))
    #expect(drawn != cells(2))
    var counts: [CellGenotype: Int] = [:]
    for cell in drawn { counts[cell, default: 0] += 1 }
    #expect(counts.count == 48)
    #expect(counts.values.allSatisfy { (50...160).contains($0) })
  }

  @Test("the draws of a sample are asked for in a fixed order with the sizes of the choices")
  func asksInOrder() {
    var bounds: [Int] = []
    _ = GenotypeSpace.darts.randomGenotype { bound in
      bounds.append(bound)
      return bound - 1
    }
    let cell = [1, 7, 7, 3, 7, 7, 6, 7, 7, 10, 7, 7]
    #expect(bounds == cell + cell)
    #expect(NASBench201Cell.random { $0 - 1 }.index == 15_624)
  }
}
