import ArgumentParser
import Datasets
import Foundation
import Records
import Reports

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a run for other programs' tools.",
    discussion: """
      safetensors, npz: weights of the last checkpoint and the history of alpha. tensorboard: a folder \
      with an event file of all scalars. json: spec and events. csv: scalars, a line an epoch. onnx: \
      the network of a training, to be fed normalized images. genotype: the derived cells as text, in \
      another code base's notation with --notation.
      """
  )

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case safetensors, npz, tensorboard, json, csv, onnx, genotype
  }

  @Argument(help: "The folder of a run, or its name in the store.")
  var source: String
  @Option(help: "What to write.") var format: Format
  @Option(help: "Where to write; the default is named after the run.") var into: String?
  @Option(help: "A genotype notation, such as nested-darts; see `dartboard genotype`.")
  var notation: String?
  @Option(help: "The folder that holds run folders.") var out = "runs"
  @Option(help: "A folder to look for data sets in.") var dataDir: String?
  @Flag(help: "Print the result as JSON.") var json = false

  func run() throws {
    try Failure.reporting(json: json) {
      let folder = try RunStore(root: out).find(source)
      let kind = ExportFormat(rawValue: format.rawValue) ?? .json
      let locations = DataLocations.standard(
        environment: ProcessInfo.processInfo.environment,
        dataDirectory: dataDir
      )
      let path = try RunExport(folder, locations: locations, version: Version.text)
        .write(kind, to: into ?? folder.name + kind.suffix, notation: notation)
      print(json ? JSONValue.object(["file": .string(path)]).text : path)
    }
  }
}
