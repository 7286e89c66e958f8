public import Datasets
public import Engine
import Foundation
public import Records

/// A training and its record.
public struct TrainSession {
  /// The run's folder.
  public let folder: RunFolder
  /// Steps in an epoch.
  public var stepsPerEpoch: Int { trainer.stepsPerEpoch }
  private let trainer: StandaloneTrainer
  private let lock: RunLock
  private let log: EventLog

  /// Loads the data, builds the network, then creates the folder.
  ///
  /// - Throws: `SpecError`, `DatasetError`, `GenotypeError`, `StoreError`.
  public init(
    spec: TrainSpec,
    store: String,
    locations: DataLocations,
    pool: ThreadPool,
    manifest: [String: String]
  ) throws {
    let problems = spec.validate()
    if !problems.isEmpty { throw SpecError(problems) }
    trainer = try StandaloneTrainer(spec: spec, locations: locations, pool: pool)
    folder = try RunFolder(store: store, spec: spec)
    do {
      try FileManager.default.createDirectory(
        atPath: folder.path,
        withIntermediateDirectories: true
      )
    } catch {
      throw StoreError.io(
        path: folder.path,
        action: "create the folder",
        reason: error.localizedDescription
      )
    }
    lock = try RunLock(folder)
    try folder.create(spec: spec, manifest: manifest)
    log = try EventLog(creating: folder.file("events.jsonl"))
  }

  /// Runs every epoch.
  ///
  /// - Parameter progress: called with steps done in all and, at the end of an epoch, its event.
  /// - Returns: the last epoch.
  /// - Throws: `NumericalFailure`, `StoreError`.
  public func execute(progress: (Int, TrainEpoch?) -> Void = { _, _ in }) throws -> TrainEpoch? {
    let spec = trainer.spec
    try log.append(
      TrainStarted(
        specHash: try spec.hash(),
        weightCount: trainer.execution.weightCount,
        trainImages: trainer.data.train.count,
        testImages: trainer.data.test.count
      )
    )
    var last: TrainEpoch?
    for epoch in 0..<spec.epochs {
      let before = epoch * stepsPerEpoch
      let ended = try trainer.run(epoch: epoch) { progress(before + $0, nil) }
      try log.append(ended)
      progress(before + stepsPerEpoch, ended)
      last = ended
    }
    if let last { try folder.write(try JSONValue(encoding: last), to: "result.json") }
    return last
  }
}
