import ArgumentParser
import Foundation
import Records
import Search
import Training

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a derived network alone, from its initial weights.",
    discussion: """
      The defaults are those of the DARTS evaluation scaled to minutes: 16 channels, 8 cells, 12 \
      epochs, batch 64, drop path 0, no cutout. --spec reads a YAML file over the paper's own \
      defaults (36 channels, 20 cells, 600 epochs, batch 96).
      """
  )

  @OptionGroup var common: CommonOptions
  @OptionGroup var record: RecordOptions
  @Option(help: "A DARTS literal, a file with one, or the folder of a finished search.")
  var genotype: String?
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
  @Option(help: "Side of the cutout square in pixels; 0 for none.") var cutout: Int?
  @Option(help: "native, average-N, pad-N or bilinear-N.") var resize: String?
  @Option(help: "What the run is called.") var name: String?

  func resolved() throws -> TrainSpec {
    var result = TrainSpec()
    if let spec {
      guard let data = FileManager.default.contents(atPath: spec) else {
        throw SpecError([
          SpecProblem(spec, expected: "a readable YAML file", got: "no such file")
        ])
      }
      // The genotype may come from the command line, so it is put in before the file is checked.
      if let genotype { result.genotype = try GenotypeArgument.text(genotype) }
      result = try SpecReader.read(
        TrainSpec.self,
        yaml: String(decoding: data, as: UTF8.self),
        file: spec,
        over: result
      )
    } else {
      result.channels = 16
      result.cells = 8
      result.epochs = 12
      result.batch = 64
      result.dropPath = 0
      result.data.cutout = 0
    }
    if let genotype { result.genotype = try GenotypeArgument.text(genotype) }
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
    result.name = name ?? (spec == nil ? "train-\(result.data.dataset)" : result.name)
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

/// A genotype as users give it.
enum GenotypeArgument {
  /// The literal in `argument`, in the file it names, or in the finished search it names.
  static func text(_ argument: String) throws -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder) else {
      return argument
    }
    if isFolder.boolValue {
      return try RunFolder(path: argument).read("result.json").decoded(as: SearchFinished.self)
        .genotype
    }
    return String(
      decoding: FileManager.default.contents(atPath: argument) ?? Data(),
      as: UTF8.self
    )
  }
}
