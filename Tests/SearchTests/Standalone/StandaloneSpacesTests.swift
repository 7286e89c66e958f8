import Datasets
import Engine
import Records
import Testing
import Training

/// Networks of other spaces than DARTS's, trained alone.
@Suite struct StandaloneSpacesTests {
  private static let cell =
    "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|none~1|nor_conv_1x1~2|"

  private func spec(_ genotype: String) -> TrainSpec {
    var spec = TrainSpec()
    spec.genotype = genotype
    spec.channels = 4
    spec.cells = 5
    spec.epochs = 1
    spec.batch = 8
    spec.dropPath = 0
    spec.data.trainImages = 32
    spec.data.testImages = 16
    spec.data.resize = "average-4"
    spec.data.cutout = 0
    return spec
  }

  @Test("a cell of NAS-Bench-201 trains alone, and its loss falls")
  func benchmark() throws {
    let spec = spec(Self.cell)
    #expect(spec.validate().isEmpty)
    let trainer = try StandaloneTrainer(
      spec: spec,
      locations: DataLocations(searchPaths: []),
      pool: ThreadPool(threads: 1)
    )
    // 3x3 and 1x1 once a stage, the two residual blocks, stem and classifier.
    let names = trainer.execution.parameters.map { $0.name }
    #expect(names.contains { $0.contains("nor_conv_3x3") })
    #expect(names.contains { $0.contains("nor_conv_1x1") })
    var losses: [Double] = []
    for epoch in 0..<6 {
      for number in 0..<trainer.stepsPerEpoch {
        try trainer.step(epoch: min(epoch, spec.epochs - 1), number: number)
      }
      losses.append(trainer.ended(epoch: 0).train.loss)
    }
    #expect(losses[5] < losses[0])
  }

  @Test("a faulty cell is refused with what was expected")
  func faulty() {
    let problems = spec("|nor_conv_7x7~0|+|none~0|none~1|+|none~0|none~1|none~2|").validate()
    #expect(problems.map { $0.place } == ["genotype"])
  }
}
