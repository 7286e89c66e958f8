import Datasets
import Engine
import Foundation
import Probes
import Records
import Search

/// Runs the searches of a notebook that are missing and goes on with those that were stopped.
///
/// A search is known by the hash of its spec: one that another notebook or the command line ran is
/// found whatever it was called.
struct NotebookExecutor {
  let store: String
  let locations: DataLocations
  let pool: ThreadPool
  let manifest: [String: String]
  private(set) var found = 0
  private(set) var executed = 0
  private let allEpochs: Int
  private var doneEpochs = 0
  private var left: Int

  init(
    specs: [SearchSpec],
    store: String,
    locations: DataLocations,
    pool: ThreadPool,
    manifest: [String: String]
  ) {
    self.store = store
    self.locations = locations
    self.pool = pool
    self.manifest = manifest
    let missing = specs.filter { Self.finished($0, store) == nil }
    left = missing.count
    allEpochs = missing.reduce(0) { $0 + $1.epochs }
  }

  /// The finished run of a spec, whatever its name.
  static func finished(_ spec: SearchSpec, _ store: String) -> RunFolder? {
    if let own = try? RunFolder(store: store, spec: spec), own.isFinished { return own }
    guard let hash = try? spec.hash() else { return nil }
    return RunStore(root: store).runs().first { folder in
      guard folder.name.hasSuffix("-\(hash.prefix(12))"), folder.isFinished,
        let other = try? folder.spec(as: SearchSpec.self)
      else { return false }
      return (try? other.hash()) == hash
    }
  }

  /// The record of a spec, run first when it is missing.
  mutating func record(
    of spec: SearchSpec,
    _ isStopping: () -> Bool,
    _ report: (NotebookRunner.Event) -> Void
  ) throws -> SearchRecord {
    if let folder = Self.finished(spec, store) {
      found += 1
      report(.found(folder))
      return try SearchRecord(folder)
    }
    let folder = try RunFolder(store: store, spec: spec)
    let isBegun = FileManager.default.fileExists(atPath: folder.specPath)
    let session =
      isBegun
      ? try SearchSession(
        resuming: folder,
        locations: locations,
        pool: pool,
        observers: { ProbeCatalog.observers($0.probes) }
      )
      : try SearchSession(
        spec: spec,
        store: store,
        locations: locations,
        pool: pool,
        observers: ProbeCatalog.observers(spec.probes),
        manifest: manifest
      )
    report(.started(folder, left: left, resumed: session.resumedStep != nil))
    let (before, all) = (doneEpochs, max(1, allEpochs))
    _ = try session.execute(
      progress: { progress in
        let own = Double(progress.steps) / Double(max(1, progress.allSteps)) * Double(spec.epochs)
        report(.progress(progress, overall: (Double(before) + own) / Double(all)))
      },
      isStopping: isStopping
    )
    executed += 1
    left -= 1
    doneEpochs += spec.epochs
    return try SearchRecord(folder)
  }
}
