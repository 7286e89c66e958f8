public import Datasets
public import Engine
public import Foundation
import Networks
public import Records
import Training

/// A search and its record: creates the run's folder, runs all epochs, writes events, the history of
/// alpha and the result.
public struct SearchSession {
  /// How far a session is.
  public struct Progress: Sendable {
    /// The epoch, counted from 0.
    public let epoch: Int
    /// All epochs.
    public let epochs: Int
    /// Steps done in all.
    public let steps: Int
    /// Steps there will be.
    public let allSteps: Int
    /// The event that ended the epoch, when one just ended.
    public let ended: SearchEpoch?
  }

  /// The run's folder.
  public let folder: RunFolder
  private let run: SearchRun
  private let observers: [any SearchObserver]
  private let lock: RunLock
  private let log: EventLog

  /// Loads the data, builds the supernet, then creates the folder; nothing is written when the spec
  /// or the data are bad.
  ///
  /// - Throws: `SpecError`, `DatasetError`, `StoreError`.
  public init(
    spec: SearchSpec,
    store: String,
    locations: DataLocations,
    pool: ThreadPool,
    observers: [any SearchObserver],
    manifest: [String: String]
  ) throws {
    run = try SearchRun(spec: spec, locations: locations, pool: pool)
    self.observers = observers
    folder = try RunFolder(store: store, spec: spec)
    try FileManager.default.createFolder(folder.path)
    lock = try RunLock(folder)
    try folder.create(spec: spec, manifest: manifest)
    log = try EventLog(creating: folder.file("events.jsonl"))
  }

  /// Runs every epoch.
  ///
  /// - Returns: the derived architecture as text.
  /// - Throws: `NumericalFailure`, `StoreError`.
  public func execute(progress: (Progress) -> Void = { _ in }) throws -> String {
    let spec = run.spec
    try log.append(
      SearchStarted(
        specHash: try spec.hash(),
        weightCount: run.execution.weightCount,
        alphaCount: run.alpha.count,
        weightImages: run.split.weights.count,
        architectureImages: run.split.architecture.count,
        imageSize: [run.data.train.height, run.data.train.width]
      )
    )
    try observe(epoch: -1)
    var history = run.alpha
    for epoch in 0..<spec.epochs {
      let before = epoch * run.stepsPerEpoch
      let total = spec.epochs * run.stepsPerEpoch
      let ended = try run.run(epoch: epoch) { steps in
        progress(
          Progress(
            epoch: epoch,
            epochs: spec.epochs,
            steps: before + steps,
            allSteps: total,
            ended: nil
          )
        )
      }
      try log.append(ended)
      try observe(epoch: epoch)
      history += run.alpha
      try writeAlpha(history, states: epoch + 2)
      progress(
        Progress(
          epoch: epoch,
          epochs: spec.epochs,
          steps: before + run.stepsPerEpoch,
          allSteps: total,
          ended: ended
        )
      )
    }
    let genotype = run.genotype
    let finished = SearchFinished(
      genotype: genotype,
      epochs: spec.epochs,
      steps: spec.epochs * run.stepsPerEpoch
    )
    try log.append(finished)
    try folder.write(try JSONValue(encoding: finished), to: "result.json")
    return genotype
  }

  private func observe(epoch: Int) throws {
    for observer in observers {
      for event in try observer.observe(run, epoch: epoch) { try append(event) }
    }
  }

  private func append(_ event: some RunEvent) throws {
    try log.append(event)
  }

  /// alpha before the first step and after every epoch, an array per group of rows:
  /// [state][row][operation], or [state][alpha] where rows differ in width.
  private func writeAlpha(_ history: [Double], states: Int) throws {
    var archive = NumPyArchive()
    for group in run.layout.groups {
      let values = (0..<states).flatMap { state in
        let start = state * run.layout.count
        return history[start + group.range.lowerBound..<start + group.range.upperBound]
      }
      archive.add(
        "alpha_\(group.name)",
        values,
        shape: group.width.map { [states, group.rows.count, $0] } ?? [states, group.range.count]
      )
    }
    try AtomicFile.write(archive.data(), to: folder.file("alpha.npz"))
  }
}

extension FileManager {
  /// Creates a folder and those above it.
  ///
  /// - Throws: `StoreError.io`.
  public func createFolder(_ path: String) throws(StoreError) {
    do {
      try createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .io(path: path, action: "create the folder", reason: error.localizedDescription)
    }
  }
}
