public import Datasets
import Engine
import Foundation
import Interchange
import Networks
import Probes
public import Records
import Search
import Training

/// Hands a run to other programs' tools: one case per format, each a file.
public enum ExportFormat: String, Sendable, Hashable, CaseIterable {
  /// Weights and alpha, for PyTorch and others.
  case safetensors
  /// Weights and alpha, for NumPy.
  case npz
  /// Scalars over epochs, for TensorBoard; a folder.
  case tensorboard
  /// Spec and events, for everything.
  case json
  /// Scalars over epochs, for spreadsheets and data frames.
  case csv
  /// A trained derived network, for any runtime.
  case onnx
  /// The derived genotype, for PyTorch code bases.
  case genotype

  /// The end of a file's name; for `tensorboard` a folder is meant.
  public var suffix: String {
    switch self {
    case .safetensors: ".safetensors"
    case .npz: ".npz"
    case .tensorboard: "-tensorboard"
    case .json: ".json"
    case .csv: ".csv"
    case .onnx: ".onnx"
    case .genotype: "-genotype.txt"
    }
  }
}

/// Writes exports.
public struct RunExport {
  /// The run.
  public let folder: RunFolder
  /// Where data sets are looked for; needed for `onnx` alone.
  public let locations: DataLocations
  /// The version of the program.
  public let version: String

  /// Creates an export of a run.
  public init(_ folder: RunFolder, locations: DataLocations, version: String) {
    self.folder = folder
    self.locations = locations
    self.version = version
  }

  /// Writes one format.
  ///
  /// - Parameters:
  ///   - target: the file, or for `tensorboard` the folder.
  ///   - notation: the id of a genotype format; `darts` unless stated.
  /// - Returns: the path of the file written.
  /// - Throws: `ExportError` for what the run does not hold, `StoreError`, `GenotypeError`.
  public func write(
    _ format: ExportFormat,
    to target: String,
    notation: String? = nil
  ) throws -> String {
    let data: Data
    var path = target
    switch format {
    case .safetensors:
      let found = try tensors()
      data = SafeTensors(tensors: found, metadata: ["run": folder.name]).data()
    case .npz:
      var archive = NumPyArchive()
      for (name, tensor) in try tensors().sorted(by: { $0.key < $1.key }) {
        archive.add(name, tensor)
      }
      data = archive.data()
    case .tensorboard:
      var writer = TensorBoardWriter()
      let table = try ScalarTable(folder)
      for row in table.rows {
        for (name, value) in zip(table.columns, row.values) {
          if let value { writer.add(name, step: row.epoch, value: value) }
        }
      }
      data = writer.data
      path = "\(target)/\(TensorBoardWriter.fileName)"
      do {
        try FileManager.default.createDirectory(
          atPath: target,
          withIntermediateDirectories: true
        )
      } catch {
        throw StoreError.io(
          path: target,
          action: "create the folder",
          reason: error.localizedDescription
        )
      }
    case .json: data = Data(try whole().bytes + [0x0A])
    case .csv: data = Data(try ScalarTable(folder).csv.utf8)
    case .onnx: data = try model()
    case .genotype: data = Data((try genotype(notation) + "\n").utf8)
    }
    try AtomicFile.write(data, to: path)
    return path
  }

  // MARK: - Parts

  /// Everything numeric: the last checkpoint's weights and buffers, and the history of alpha.
  private func tensors() throws -> [String: StoredTensor] {
    var result: [String: StoredTensor] = [:]
    if let checkpoint = CheckpointStore(folder).last().checkpoint {
      for (name, tensor) in checkpoint.tensors {
        for group in ["weights/", "buffers/", "alpha/"] where name.hasPrefix(group) {
          result[name] = tensor
        }
      }
    }
    if let data = FileManager.default.contents(atPath: folder.alphaPath) {
      for (name, tensor) in try NumPyArchiveReader(data: data).tensors {
        result["history/" + name] = tensor
      }
    }
    guard !result.isEmpty else {
      throw ExportError(
        "\(folder.path) holds neither a checkpoint nor alpha.npz: there are no weights to export"
      )
    }
    return result
  }

  /// Spec, environment and every event as one object.
  private func whole() throws -> JSONValue {
    let log = try EventReader(path: folder.eventsPath)
    var members: [String: JSONValue] = [
      "name": .string(folder.name), "record": try folder.read("spec.json"),
      "events": .array(log.events), "isFinished": .bool(folder.isFinished),
    ]
    if folder.isFinished { members["result"] = try folder.read("result.json") }
    return .object(members)
  }

  private func genotype(_ notation: String?) throws -> String {
    let text: String
    let kind = try folder.read("spec.json")["kind"]
    if kind == .string(TrainSpec.kind) {
      text = try folder.spec(as: TrainSpec.self).genotype
    } else {
      let history = try HistoryReader.read(folder)
      guard let last = history.epochs.last(where: { $0.genotype != nil })?.genotype else {
        throw ExportError("\(folder.path) holds no genotype")
      }
      text = last
    }
    let known = GenotypeFormatCatalog.all.map { $0.id }
    guard let notation else { return text }
    guard let format = GenotypeFormatCatalog.format(notation) else {
      throw SpecError([
        SpecProblem(
          "--notation",
          expected: "one of \(known.joined(separator: ", "))",
          got: "'\(notation)'",
          remedy: Spelling.suggestion(notation, in: known)
        )
      ])
    }
    return try format.write(try GenotypeFormatCatalog.read(text))
  }

  /// The trained network with the weights of its last checkpoint.
  private func model() throws -> Data {
    guard try folder.read("spec.json")["kind"] == .string(TrainSpec.kind) else {
      throw ExportError(
        "\(folder.path) is no training: a search has no weights of the derived network; train it "
          + "with `dartboard train --genotype \(folder.path)` and export that run"
      )
    }
    guard let checkpoint = CheckpointStore(folder).last().checkpoint else {
      throw ExportError("\(folder.path) holds no checkpoint: there are no weights to export")
    }
    let spec = try folder.spec(as: TrainSpec.self)
    let trainer = try StandaloneTrainer(
      spec: spec,
      locations: locations,
      pool: ThreadPool(threads: 1)
    )
    try trainer.restore(checkpoint, place: folder.checkpointsPath)
    let statistics = trainer.data.statistics
    return try ONNXExport.model(
      trainer.execution,
      name: folder.name,
      version: version,
      metadata: [
        ("genotype", spec.genotype), ("step", "\(checkpoint.step)"),
        ("image", "pixels 0...1, minus mean, over deviation, a channel each"),
        ("mean", statistics.mean.map { "\($0)" }.joined(separator: " ")),
        ("deviation", statistics.standardDeviation.map { "\($0)" }.joined(separator: " ")),
      ]
    )
  }
}
