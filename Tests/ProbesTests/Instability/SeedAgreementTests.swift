import Networks
import Probes
import Testing

@Suite struct SeedAgreementTests {
  private let space = CellSpace.darts
  private var layout: AlphaLayout { space.layout(space.paperShape) }

  @Test("equal searches agree in everything, random ones hardly")
  func agreement() throws {
    let sample = ArchitectureSample(layout, count: 3, seed: 2, isStratified: false)
    let found = sample.architectures.map { space.architecture($0, in: layout) }
    let alpha = (0..<layout.count).map { Double($0 * 37 % 101) }
    let same = SeedAgreement(
      architectures: [found[0], found[0], found[0]],
      alphas: [alpha, alpha, alpha],
      layout: layout
    )
    #expect(same.distinct == 1 && same.modalShare == 1)
    #expect(same.meanDistance == 0 && same.meanTau == 1)
    let different = SeedAgreement(
      architectures: found,
      alphas: [alpha, alpha.map { -$0 }, alpha.map { $0 * $0 }],
      layout: layout
    )
    #expect(different.distinct == 3 && different.distances.count == 3)
    #expect(different.alphaTaus.min() == -1)
    #expect(try #require(different.meanDistance) > 5)
    let chance = SeedAgreement.chanceDistance(space, layout, seed: 1, draws: 20)
    #expect(chance > 8 && chance < 16 * 2)
  }

  @Test("one search has nothing to agree with")
  func one() {
    let alone = SeedAgreement(
      architectures: [
        space.architecture(
          ArchitectureSample(layout, count: 1, seed: 2).architectures[0],
          in: layout
        )
      ],
      alphas: [[Double](repeating: 0, count: layout.count)],
      layout: layout
    )
    #expect(alone.meanDistance == nil && alone.meanTau == nil && alone.distinct == 1)
  }
}
