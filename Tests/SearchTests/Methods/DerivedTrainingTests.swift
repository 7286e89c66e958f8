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
    guard case .genotype(let cells) = try trainer.spec.architecture().architecture else {
      Issue.record("no normal and reduction cell")
      return
    }
    let kept = result.filter { search.layout.rows[$0.row].kind == .normal }
    #expect(cells.normal.edges.count == kept.count)
  }
}
