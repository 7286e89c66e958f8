import ArgumentParser
import Foundation
import Networks
import Records
import Search
import Training

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a derived network alone, from its initial weights.",
    discussion: """
      The defaults are those of the DARTS evaluation scaled to minutes: 16 channels, 8 cells, 12 \
      epochs, batch 64, drop path 0, no cutout; 5 cells for a cell of NAS-Bench-201, 8 channels \
      for blocks, and as many cells or blocks as the architecture lists where each is its own. \
      --spec reads a YAML file over the paper's own defaults (36 channels, 20 cells, 600 epochs, \
      batch 96).
      """
  )

  @OptionGroup var common: CommonOptions
  @OptionGroup var record: RecordOptions
  @Option(help: ArchitectureArgument.help) var genotype: String?
  @Option(help: ArchitectureArgument.spaceHelp) var space: String?
  @Option(help: "A YAML file that states the training.") var spec: String?
  @Option(help: "The data set; see `dartboard list datasets`.") var dataset: String?
  @Option(help: "The seed of everything random.") var seed: Int?
  @Option(help: "The number of epochs.") var epochs: Int?
  @Option(help: "Images in a batch.") var batch: Int?
  @Option(help: "Channels of the first cell.") var channels: Int?
  @Option(help: "The number of cells.") var cells: Int?
  @Option(help: "Training images used; 0 for all.") var images: Int?
  @Option(help: "Learning rate of the first epoch.") var rate: Double?
  @Option(help: "Drop-path probability at the last epoch.") var dropPath: Double?
  @Flag(help: "Train with a second classifier at two thirds of the depth, as DARTS does.")
  var auxiliary = false
  @Option(help: "Side of the cutout square in pixels; 0 for none.") var cutout: Int?
  @Option(help: "native, average-N, pad-N or bilinear-N.") var resize: String?
  @Option(help: "What the run is called.") var name: String?

  func resolved() throws -> TrainSpec {
    var result = TrainSpec()
    let given = try genotype.map { try ArchitectureArgument.read($0, space: space) }
    func name() {
      guard let given else { return }
      result.genotype = given.text
      result.space = given.spaceName
      result.definition = given.definition
    }
    name()
    if let spec {
      guard let data = FileManager.default.contents(atPath: spec) else {
        throw SpecError([
          SpecProblem(spec, expected: "a readable YAML file", got: "no such file")
        ])
      }
      // The genotype may come from the command line, so it was put in before the file is checked.
      result = try SpecReader.read(
        TrainSpec.self,
        yaml: String(decoding: data, as: UTF8.self),
        file: spec,
        over: result
      )
    } else {
      let compact = given?.compactShape ?? NetworkShape(channels: 16, cells: 8)
      result.channels = compact.channels
      result.cells = compact.cells
      result.epochs = 12
      result.batch = 64
      result.dropPath = 0
      result.data.cutout = 0
    }
    name()
    result.auxiliary = auxiliary || result.auxiliary
    result.data.dataset = dataset ?? result.data.dataset
    result.seed = seed ?? result.seed
    result.epochs = epochs ?? result.epochs
    result.batch = batch ?? result.batch
    result.channels = channels ?? result.channels
    result.cells = cells ?? result.cells
    result.data.trainImages = images ?? result.data.trainImages
    result.weights.rate = rate ?? result.weights.rate
    result.dropPath = dropPath ?? result.dropPath
    result.data.cutout = cutout ?? result.data.cutout
    result.data.resize = resize ?? result.data.resize
    result.name = self.name ?? (spec == nil ? "train-\(result.data.dataset)" : result.name)
    let problems = result.validate()
    if !problems.isEmpty { throw SpecError(problems) }
    return result
  }

  func run() throws {
    try Failure.reporting(json: common.json) {
      let spec = try resolved()
      let line = ProgressLine(quiet: common.json)
      let session = try TrainSession(
        spec: spec,
        store: common.out,
        locations: common.locations,
        pool: common.pool,
        manifest: common.manifest,
        options: record.options
      )
      line.line("train \(session.folder.name)")
      try TrainProgress.execute(session, json: common.json, on: line)
    }
  }
}

/// The progress of a training in words.
enum TrainProgress {
  /// Runs a session to its end and prints the result.
  static func execute(_ session: TrainSession, json: Bool, on line: ProgressLine) throws {
    Interruption.catchSignals()
    let epochs = session.spec.epochs
    func show(_ steps: Int, _ ended: TrainEpoch?) {
      guard let ended else {
        line.update(
          "epoch \((steps - 1) / session.stepsPerEpoch + 1)/\(epochs)",
          done: steps,
          all: epochs * session.stepsPerEpoch
        )
        return
      }
      line.line(
        "epoch \(ended.epoch + 1)/\(epochs)"
          + "  train \(SearchProgress.percent(ended.train.accuracy))"
          + "  test \(SearchProgress.percent(ended.test.accuracy))"
      )
    }
    let last = try session.execute(progress: show) { Interruption.isPending }
    line.end()
    if json {
      let score = try last.map { try JSONValue(encoding: $0) } ?? .null
      print(JSONValue.object(["run": .string(session.folder.path), "last": score]).text)
    } else {
      print("test accuracy: \(SearchProgress.percent(last?.test.accuracy ?? 0))")
      print("record: \(session.folder.path)")
    }
  }
}
