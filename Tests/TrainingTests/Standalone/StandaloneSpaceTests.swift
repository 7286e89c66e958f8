import Datasets
import Engine
import Foundation
import Networks
import Records
import Testing
import Training

/// Trainings alone of architectures of every space.
@Suite struct StandaloneSpaceTests {
  private func spec(_ genotype: String, cells: Int = 3) -> TrainSpec {
    var spec = TrainSpec()
    spec.genotype = genotype
    spec.channels = 4
    spec.cells = cells
    spec.epochs = 1
    spec.batch = 8
    spec.data.trainImages = 16
    spec.data.testImages = 8
    spec.data.resize = "average-2"
    spec.data.cutout = 0
    return spec
  }

  private func trainer(_ spec: TrainSpec, threads: Int = 1) throws -> StandaloneTrainer {
    try StandaloneTrainer(
      spec: spec,
      locations: DataLocations(searchPaths: []),
      pool: ThreadPool(threads: threads)
    )
  }

  /// A random architecture of a space and the number of cells or blocks it takes.
  private func sample(_ space: any SearchSpace) -> (text: String, cells: Int) {
    var shape = space.compactShape
    if !(space is BlockSpace) { shape.cells = 3 }
    let layout = space.layout(shape)
    let stream = RandomStream(seed: 5, name: "test/draw")
    var index: UInt64 = 0
    let choices = layout.randomChoices { bound in
      defer { index += 1 }
      return stream.integer(below: bound, step: 0, index: index)
    }
    return (space.text(space.architecture(choices, in: layout)), shape.cells)
  }

  @Test(
    "an architecture of every space is trained from its text, the same with 1 and 2 threads",
    arguments: SpaceCatalog.all.map { $0.id }
  )
  func everySpace(_ id: String) throws {
    let sample = sample(try #require(SpaceCatalog.space(id)))
    let spec = spec(sample.text, cells: sample.cells)
    #expect(spec.validate().isEmpty)
    var scores: [TrainEpoch] = []
    for threads in [1, 2] {
      let trainer = try trainer(spec, threads: threads)
      for number in 0..<trainer.stepsPerEpoch { try trainer.step(epoch: 0, number: number) }
      scores.append(trainer.ended(epoch: 0))
    }
    #expect(scores[0] == scores[1])
    #expect(scores[0].train.loss.isFinite && scores[0].test.loss.isFinite)
    // Named as well as told by its notation.
    var named = spec
    named.space = id
    #expect(named.validate().isEmpty, "\(named.validate())")
  }

  @Test("an architecture of a space that a user defines is trained with the operations it names")
  func users() throws {
    var spec = spec(
      "Genotype(normal=[('nor_conv_3x3', 0), ('skip_connect', 1)], normal_concat=[2], "
        + "reduce=[('skip_connect', 0), ('nor_conv_3x3', 1)], reduce_concat=[2])"
    )
    spec.space = SpaceDefinition.id
    spec.definition.nodes = 1
    spec.definition.operations = ["skip_connect", "nor_conv_3x3"]
    #expect(spec.validate().isEmpty)
    let trainer = try trainer(spec)
    try trainer.step(epoch: 0, number: 0)
    #expect(trainer.execution.loss.isFinite)
    spec.definition.operations = ["skip_connect", "sep_conv_3x3"]
    let text = spec.validate().map { $0.description }.joined()
    #expect(text.contains("nor_conv_3x3") && text.contains("line 1, column 19"), "\(text)")
  }

  @Test(
    "what does not fit is said before anything is built",
    arguments: [
      ("auto", "Blocks(k3_e1, k5_e3)", "2, as many as"),
      ("darts", "Blocks(k3_e1, k5_e3)", "a normal and a reduction cell"),
      ("gold", "Genotype(gene=[[('skip_connect', 0, 2)]], concat=[2])", "3 cells"),
      ("nasbench201", "|none~0|+|none~0|none~1|+|none~0|none~1|none~3|", "line 1, column 46"),
      ("dart", "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|", "darts"),
      ("darts", "", "nothing"),
    ]
  )
  func misfits(_ space: String, _ genotype: String, _ words: String) {
    var spec = spec(genotype)
    spec.space = space
    let text = spec.validate().map { $0.description }.joined()
    #expect(text.contains(words), "\(text)")
  }

  @Test("the auxiliary head moves the weights, and neither the first loss nor the network's counts")
  func auxiliary() throws {
    var spec = spec(
      "Genotype(normal=[('sep_conv_3x3', 0), ('skip_connect', 1)], normal_concat=[2], "
        + "reduce=[('skip_connect', 0), ('skip_connect', 1)], reduce_concat=[2])",
      cells: 2
    )
    spec.dropPath = 0
    // One class of step: without clipping the head cannot act by the gradient's norm alone.
    spec.weights.clip = 0
    var stems: [[Double]] = []
    var losses: [Double] = []
    for isHeaded in [false, true] {
      spec.auxiliary = isHeaded
      let trainer = try trainer(spec)
      try trainer.step(epoch: 0, number: 0)
      losses.append(trainer.execution.loss)
      let stem = try #require(
        trainer.execution.parameters.first { $0.name.hasPrefix("stem") }
      )
      stems.append(trainer.execution.values(of: stem))
    }
    #expect(losses[0] == losses[1])
    #expect(stems[0] != stems[1])
  }
}
