import Engine
import Foundation
import Networks
import Testing

@Suite struct SpaceCountTests {
  @Test(
    "supernets have the weights their authors' code has",
    arguments: [
      (CellSpace.darts, 1_930_618), (.s1, 405_146), (.s2, 665_466), (.s3, 665_466),
      (.s4, 624_506),
    ]
  )
  func supernets(_ space: CellSpace, _ expected: Int) {
    #expect(space.supernet(NetworkShape()).cost.parameters == expected)
  }

  @Test(
    "derived networks have the weights and multiply-adds their authors' code has",
    arguments: [
      ("DARTS_V1", 3_169_414, nil), ("DARTS_V2", 3_349_342, 528_353_280),
      ("PDARTS", 3_433_798, 532_168_704), ("PC_DARTS_cifar", 3_634_678, 556_664_832),
    ] as [(String, Int, Int?)]
  )
  func published(_ name: String, _ parameters: Int, _ multiplyAdds: Int?) throws {
    let genotype = try #require(PublishedGenotype.named(name)).genotype
    let cost = try DerivedNetwork.tape(genotype, NetworkShape(channels: 36, cells: 20)).cost
    #expect(cost.parameters == parameters)
    if let multiplyAdds { #expect(cost.convolutionMultiplyAdds == multiplyAdds) }
  }

  @Test("every published genotype builds and counts, whatever its operations and nodes")
  func allPublished() throws {
    for published in PublishedGenotype.all {
      let tape = try DerivedNetwork.tape(
        published.genotype,
        NetworkShape(channels: 8, cells: 5, height: 16, width: 16)
      )
      #expect(tape.cost.parameters > 1000, "\(published.name)")
    }
  }

  @Test("the auxiliary head weighs what its layers do, and stands on 8x8 and 7x7 maps only")
  func auxiliary() throws {
    let genotype = PublishedGenotype.dartsV2.genotype
    for size in [32, 28] {
      let shape = NetworkShape(channels: 36, cells: 20, height: size, width: size)
      let space = CellSpace.darts
      let plain = try space.network(.genotype(genotype), shape, DerivedOptions()).cost
      let headed = try space.network(
        .genotype(genotype),
        shape,
        DerivedOptions(hasAuxiliaryHead: true)
      ).cost
      // 1x1 to 128, 2x2 to 768, their normalizations, and the classifier.
      let head = 576 * 128 + 2 * 128 + 4 * 128 * 768 + 2 * 768 + 768 * 10 + 10
      #expect(headed.parameters - plain.parameters == head)
    }
    #expect(throws: GenotypeError.self) {
      try CellSpace.darts.network(
        .genotype(genotype),
        NetworkShape(channels: 8, cells: 8, height: 16, width: 16),
        DerivedOptions(hasAuxiliaryHead: true)
      )
    }
  }

  @Test("NAS-Bench-201 networks weigh what the benchmark says")
  func nasBench() throws {
    let space = NASBench201Space.standard
    for text in [
      "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|",
      "|nor_conv_3x3~0|+|nor_conv_1x1~0|nor_conv_3x3~1|+|skip_connect~0|avg_pool_3x3~1|none~2|",
    ] {
      let cell = try NASBench201Cell(parsing: text)
      let cost = try space.network(.nasBench201(cell), space.paperShape, DerivedOptions()).cost
      let wide = cell.operations.filter { $0 == .convolution3x3 }.count
      let narrow = cell.operations.filter { $0 == .convolution1x1 }.count
      #expect(cost.parameters == 73_306 + 243_040 * wide + 28_000 * narrow)
    }
  }

  @Test(
    "spaces have the known number of architectures",
    arguments: [
      ("darts", ""), ("nasbench201", "15625"),
      ("s2", "2123366400"), ("s4", "2123366400"), ("s1", "2123366400"),
    ]
  )
  func sizes(_ id: String, _ expected: String) throws {
    let space = try #require(SpaceCatalog.space(id))
    let layout = space.layout(space.paperShape)
    if id == "darts" {
      // The square of the number of cells that keep two edges a node.
      let cells = try #require(GenotypeSpace.darts.cellCount)
      let square = WholeNumber(cells) * WholeNumber(cells)
      #expect(layout.architectureCount == square)
    } else {
      #expect(layout.architectureCount.description == expected)
    }
  }

  @Test("GOLD-NAS counts the non-empty subsets at every node of every cell")
  func gold() {
    let layout = CellSpace.gold.layout(NetworkShape(cells: 2))
    // Nodes see 2, 3, 4, 5 nodes by two operations each, in two cells.
    let cell = 15 * 63 * 255 * 1023
    #expect(layout.architectureCount == WholeNumber(cell) * WholeNumber(cell))
    let far = CellSpace.gold(reach: 3).layout(NetworkShape(cells: 1))
    #expect(far.architectureCount.int == 63 * 255 * 1023 * 4095)
  }

  @Test("whole numbers multiply beyond the range of Int")
  func wholeNumbers() {
    let power = (0..<30).reduce(WholeNumber(1)) { value, _ in value * WholeNumber(1000) }
    #expect(power.description == "1" + String(repeating: "0", count: 90))
    #expect((WholeNumber(1_037_664_180) * WholeNumber(7)).description == "7263649260")
    #expect(power.short == "1.00e90" && WholeNumber(0).description == "0")
  }
}
