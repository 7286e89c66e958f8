import ArgumentParser
import Foundation
import Networks
import Probes
import Records
import Search
import Training

struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Run one search.",
    discussion: """
      Without --spec the defaults are those of the DARTS paper scaled to finish in minutes: the \
      space's small size (8 channels, 5 cells), 10 epochs, 2,000 images. A spec file (YAML) states what differs from the \
      paper's defaults; flags override it.
      """
  )

  @OptionGroup var common: CommonOptions
  @OptionGroup var record: RecordOptions
  @Option(help: "A YAML file that states the search.") var spec: String?
  @Option(help: "The search space, see `dartboard list spaces`, or a YAML file that defines one.")
  var space: String?
  @Option(help: "How many earlier cells a cell reads, in the space gold.") var reach: Int?
  @Option(help: "The method; see `dartboard list methods`.") var method: String?
  @Option(help: "The data set; see `dartboard list datasets`.") var dataset: String?
  @Option(help: "The seed of everything random.") var seed: Int?
  @Option(help: "Epochs over the weights' images.") var epochs: Int?
  @Option(help: "Images in a batch.") var batch: Int?
  @Option(help: "Channels of the first cell.") var channels: Int?
  @Option(help: "The number of cells.") var cells: Int?
  @Option(help: "Training images used; 0 for all.") var images: Int?
  @Option(help: "native, average-N, pad-N or bilinear-N.") var resize: String?
  @Option(help: "What the run is called.") var name: String?
  @Option(
    help: ArgumentHelp(
      "A table of `dartboard bench operations`: alpha pays for expected latency.",
      discussion: "The times become part of the spec; regularizers.cost.weight says how much."
    )
  )
  var latency: String?
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Change any field of the spec; may be repeated.",
      discussion: "Such as --set regularizers.zeroOne.weight=10, --set update=one-level, --set "
        + "weights.rate=0.1. The axes of the method may be named without 'choices.'.",
      valueName: "path=value"
    )
  )
  var changes: [String] = []
  @Flag(help: "Run no probes.") var noProbes = false

  /// The spec of file and flags together.
  func resolved() throws -> SearchSpec {
    var result = SearchSpec()
    if let spec {
      guard let data = FileManager.default.contents(atPath: spec) else {
        throw SpecError([
          SpecProblem(spec, expected: "a readable YAML file", got: "no such file")
        ])
      }
      result = try SpecReader.read(
        SearchSpec.self,
        yaml: String(decoding: data, as: UTF8.self),
        file: spec
      )
    } else {
      try SpaceArgument.apply(space ?? result.space, reach: reach, to: &result)
      let compact = result.searchSpace?.compactShape ?? NetworkShape(channels: 8, cells: 5)
      result.channels = compact.channels
      result.cells = compact.cells
      result.epochs = 10
      result.data.trainImages = 2000
      result.data.dataset = dataset ?? result.data.dataset
      // A quarter of the pixels: minutes instead of an hour.
      if ["fashion-mnist", "mnist", "cifar-10", "cifar-100"].contains(result.data.dataset) {
        result.data.resize = "average-2"
      }
    }
    if let method {
      result.method = method
      MethodCatalog.method(method)?.apply(to: &result)
    }
    try SpaceArgument.apply(space ?? result.space, reach: reach, to: &result)
    result.data.dataset = dataset ?? result.data.dataset
    result.seed = seed ?? result.seed
    result.epochs = epochs ?? result.epochs
    result.batch = batch ?? result.batch
    result.channels = channels ?? result.channels
    result.cells = cells ?? result.cells
    result.data.trainImages = images ?? result.data.trainImages
    result.data.resize = resize ?? result.data.resize
    result.name = name ?? (spec == nil ? Self.defaultName(result) : result.name)
    if noProbes { result.probes = .none }
    if let latency {
      var cost = result.choices.regularizers.active(CostPenalty.self) ?? .published
      cost.measure = .latency
      cost.table = try LatencyFile.read(latency).byPlace
      result.choices.regularizers.set(cost)
    }
    if !changes.isEmpty {
      result = try SpecReader.read(
        SearchSpec.self,
        yaml: "",
        file: "command line",
        overrides: changes.map { SearchSpec.expanded(override: $0) },
        over: result
      )
    }
    let problems = result.validate()
    if !problems.isEmpty { throw SpecError(problems) }
    return result
  }

  func run() throws {
    try Failure.reporting(json: common.json) {
      let spec = try resolved()
      let line = ProgressLine(quiet: common.json)
      let session = try SearchSession(
        spec: spec,
        store: common.out,
        locations: common.locations,
        pool: common.pool,
        observers: ProbeCatalog.observers(spec.probes),
        manifest: common.manifest,
        options: record.options
      )
      line.line("search \(session.folder.name)")
      try SearchProgress.execute(session, json: common.json, on: line)
    }
  }

  /// Method and data set; a plus, which no folder's name may hold, is spelt out.
  private static func defaultName(_ spec: SearchSpec) -> String {
    "\(spec.method)-\(spec.data.dataset)".replacing("+", with: "-plus")
  }
}

/// The progress of a search in words.
enum SearchProgress {
  /// Runs a session to its end and prints the result.
  static func execute(_ session: SearchSession, json: Bool, on line: ProgressLine) throws {
    Interruption.catchSignals()
    let genotype = try session.execute(
      progress: { show($0, on: line) },
      isStopping: { Interruption.isPending }
    )
    line.end()
    if json {
      let value = JSONValue.object([
        "run": .string(session.folder.path), "genotype": .string(genotype),
      ])
      print(value.text)
    } else {
      print(genotype)
      print("record: \(session.folder.path)")
      print("next:   dartboard report \(session.folder.path)")
    }
  }

  static func show(_ progress: SearchSession.Progress, on line: ProgressLine) {
    guard let ended = progress.ended else {
      line.update(
        "epoch \(progress.epoch + 1)/\(progress.epochs)",
        done: progress.steps,
        all: progress.allSteps
      )
      return
    }
    line.line(
      "epoch \(ended.epoch + 1)/\(progress.epochs)  train \(percent(ended.train.accuracy))"
        + "  validation \(percent(ended.validation.accuracy))"
        + "  skips \(ended.skips[0])+\(ended.skips[1])"
    )
  }

  /// 0.8765 as "87.7 %".
  static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(abs(tenths % 10)) %"
  }
}
