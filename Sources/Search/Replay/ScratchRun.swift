public import Datasets
public import Engine
import Foundation
public import Records
public import Training

/// Executes specs into a store of its own in the system's temporary folder.
public struct ScratchRun {
  /// The store.
  public let store: String
  private let options: RunRecorder.Options
  private let locations: DataLocations
  private let pool: ThreadPool
  private let observers: (SearchSpec) -> [any SearchObserver]

  /// Creates the store.
  ///
  /// - Parameter interval: a ledger entry every so many steps.
  /// - Throws: `StoreError.io`.
  public init(
    interval: Int = 1,
    locations: DataLocations,
    pool: ThreadPool,
    observers: @escaping (SearchSpec) -> [any SearchObserver]
  ) throws(StoreError) {
    store = NSTemporaryDirectory() + "dartboard-\(UUID().uuidString)"
    options = RunRecorder.Options(ledgerInterval: interval, checkpointSeconds: .infinity)
    self.locations = locations
    self.pool = pool
    self.observers = observers
    do {
      try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
    } catch {
      throw .io(path: store, action: "create the folder", reason: error.localizedDescription)
    }
  }

  /// Removes the store with everything in it.
  public func remove() {
    try? FileManager.default.removeItem(atPath: store)
  }

  /// Executes the run of a folder again.
  ///
  /// - Parameter through: the step to stop after; nil for all.
  /// - Returns: the folder of the new record.
  /// - Throws: what the run throws.
  public func execute(
    _ folder: RunFolder,
    through: Int? = nil,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> RunFolder {
    try RunKind.name(of: folder) == SearchSpec.kind
      ? execute(try folder.spec(as: SearchSpec.self), through: through, progress: progress)
      : execute(try folder.spec(as: TrainSpec.self), through: through, progress: progress)
  }

  /// Executes a search.
  ///
  /// - Throws: what the search throws.
  public func execute(
    _ spec: SearchSpec,
    through: Int? = nil,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> RunFolder {
    let session = try SearchSession(
      spec: spec,
      store: store,
      locations: locations,
      pool: pool,
      observers: observers(spec),
      manifest: [:],
      options: options
    )
    if through == 0 { return session.folder }
    var done = 0
    try stoppable {
      _ = try session.execute(
        progress: {
          done = $0.steps
          progress($0.steps, min($0.allSteps, through ?? $0.allSteps))
        },
        isStopping: { through.map { done >= $0 } ?? false }
      )
    }
    return session.folder
  }

  /// Executes a training.
  ///
  /// - Throws: what the training throws.
  public func execute(
    _ spec: TrainSpec,
    through: Int? = nil,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> RunFolder {
    let session = try TrainSession(
      spec: spec,
      store: store,
      locations: locations,
      pool: pool,
      manifest: [:],
      options: options
    )
    let all = spec.epochs * session.stepsPerEpoch
    var done = 0
    try stoppable {
      _ = try session.execute(
        progress: { steps, _ in
          done = steps
          progress(steps, min(all, through ?? all))
        },
        isStopping: { through.map { done >= $0 } ?? false }
      )
    }
    return session.folder
  }

  private func stoppable(_ body: () throws -> Void) throws {
    do { try body() } catch is RunInterrupted {}
  }
}
