import Datasets
import Engine
import Foundation
import Probes
import Records
import Search
import Training

/// A search of seconds: every operation of the DARTS space, two epochs of three steps.
enum TinySearch {
  static func spec(_ method: String = "darts-v1") -> SearchSpec {
    var spec = SearchSpec()
    spec.name = "tiny"
    spec.seed = 3
    spec.channels = 4
    spec.cells = 3
    spec.epochs = 2
    spec.batch = 8
    spec.method = method
    if let named = MethodCatalog.method(method) { spec.choices = named.method }
    spec.data.trainImages = 48
    spec.data.testImages = 16
    spec.data.resize = "average-2"
    spec.probes.curvatureIterations = 2
    spec.probes.curvatureBatch = 8
    return spec
  }

  static func session(
    _ spec: SearchSpec,
    in store: String,
    threads: Int = 2,
    options: RunRecorder.Options = RunRecorder.Options()
  ) throws -> SearchSession {
    try SearchSession(
      spec: spec,
      store: store,
      locations: DataLocations(searchPaths: []),
      pool: ThreadPool(threads: threads),
      observers: ProbeCatalog.observers(spec.probes),
      manifest: [:],
      options: options
    )
  }

  static func resume(
    _ folder: RunFolder,
    threads: Int = 2,
    options: RunRecorder.Options = RunRecorder.Options()
  ) throws -> SearchSession {
    try SearchSession(
      resuming: folder,
      locations: DataLocations(searchPaths: []),
      pool: ThreadPool(threads: threads),
      observers: { ProbeCatalog.observers($0.probes) },
      options: options
    )
  }
}

/// A folder of its own for a test, removed afterwards.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let path = NSTemporaryDirectory() + "dartboard-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

/// What a finished run is compared by: everything but the manifest and checkpoints.
func records(of folder: RunFolder) -> [String: Data] {
  var result: [String: Data] = [:]
  for name in ["spec.json", "ledger.jsonl", "events.jsonl", "alpha.npz", "result.json"] {
    result[name] = FileManager.default.contents(atPath: folder.file(name))
  }
  return result
}
