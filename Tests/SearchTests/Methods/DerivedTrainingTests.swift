import Datasets
import Engine
import Networks
import Records
import Testing
import Training

@testable import Search

/// What methods derive can be trained alone, whatever number of edges its nodes keep.
@Suite struct DerivedTrainingTests {
  private func trained(_ genotype: String) throws -> StandaloneTrainer {
    var spec = TrainSpec()
    spec.genotype = genotype
    spec.channels = 2
    spec.cells = 3
    spec.epochs = 1
    spec.batch = 8
    spec.dropPath = 0
    spec.data.trainImages = 16
    spec.data.testImages = 8
    spec.data.resize = "average-4"
    spec.data.cutout = 0
    #expect(spec.validate().isEmpty, "\(spec.validate())")
    return try StandaloneTrainer(
      spec: spec,
      locations: DataLocations(searchPaths: []),
      pool: ThreadPool(threads: 1)
    )
  }

  @Test(
    "methods that keep other numbers of edges than two end with text that trains",
    arguments: ["gold-nas", "fairdarts", "asap", "darts-pt", "pc-darts"]
  )
  func derived(_ id: String) throws {
    let search = try SmallestSearch.finished(SmallestSearch.spec(id)).search
    let result = search.result()
    let trainer = try trained(search.text(result))
    try trainer.step(epoch: 0, number: 0)
    #expect(
      try trainer.spec.parsedGenotype().normal.edges.count
        == result.filter {
          search.layout.rows[$0.row].kind == .normal
        }.count
    )
  }

  @Test("cells of their own are refused with the reason")
  func refused() {
    var spec = TrainSpec()
    spec.genotype = "|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|none~1|none~2|"
    #expect(spec.validate().map { $0.place } == ["genotype"])
    #expect(spec.validate().first?.got.contains("normal and a reduction cell") == true)
  }
}
