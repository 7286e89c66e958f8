import Foundation
import Testing

/// Runs of a second or two that tests start as processes, stop and compare: twelve steps of a search
/// with probes, eighteen of a training.
enum SmallRun: String, CaseIterable {
  case search
  case train

  /// The spec.
  var yaml: String {
    switch self {
    case .search:
      """
      name: small
      space: s3
      channels: 2
      cells: 2
      epochs: 3
      batch: 8
      data:
        trainImages: 64
        testImages: 8
        resize: average-4
        cutout: 2
      probes:
        curvatureIterations: 2
        curvatureBatch: 8

      """
    case .train:
      """
      name: small
      genotype: "Genotype(normal=[('sep_conv_3x3', 0), ('skip_connect', 1)], normal_concat=[2], reduce=[('max_pool_3x3', 0), ('dil_conv_3x3', 1)], reduce_concat=[2])"
      channels: 4
      cells: 3
      epochs: 3
      batch: 8
      data:
        trainImages: 48
        testImages: 16
        resize: average-4
        cutout: 0

      """
    }
  }

  /// Writes the spec into `folder`, as `search.yaml` or `train.yaml`.
  func write(in folder: URL) throws {
    try Data(yaml.utf8).write(to: folder.appending(path: "\(rawValue).yaml"))
  }

  /// The arguments that start it from there, with one thread: tests run beside each other.
  func arguments(store: String) -> [String] {
    [
      rawValue, "--spec", "\(rawValue).yaml", "--out", store, "--checkpoint-steps", "1",
      "--threads", "1", "--json",
    ]
  }

  /// Starts it as a process of its own.
  func start(store: String, in folder: URL) throws -> RunningProcess {
    try RunningProcess(arguments(store: store), in: folder)
  }

  /// A run that nothing happened to.
  struct Undisturbed: Sendable {
    /// The name of its folder.
    let name: String
    /// Its files.
    let files: [String: Data]
    /// How long it took, start of the process included.
    let seconds: Double

    /// What runs are compared by.
    var record: [String: Data] { files.filter { recordedFiles.contains($0.key) } }

    /// The number of its ledger's entries and of its header.
    var lines: Int { files["ledger.jsonl"]?.count(where: { $0 == 0x0A }) ?? 0 }

    /// Puts a copy into a store.
    func copy(into store: URL) throws -> URL {
      let run = store.appending(path: name)
      try FileManager.default.createDirectory(at: run, withIntermediateDirectories: true)
      for (name, data) in files { try data.write(to: run.appending(path: name)) }
      return run
    }
  }

  /// The run that nothing happened to; executed once.
  func undisturbed() throws -> Undisturbed {
    switch self {
    case .search: try Self.searched.get()
    case .train: try Self.trained.get()
    }
  }

  private static let searched = Result { try execute(.search) }
  private static let trained = Result { try execute(.train) }

  private static func execute(_ run: SmallRun) throws -> Undisturbed {
    var result: Undisturbed?
    try withFolder { folder in
      try run.write(in: folder)
      let clock = ContinuousClock()
      let start = clock.now
      let outcome = try run.start(store: "runs", in: folder).outcome()
      let seconds = (clock.now - start) / .seconds(1)
      try #require(outcome.code == 0, Comment(rawValue: outcome.errors))
      let place = try #require(onlyRun(in: folder.appending(path: "runs")))
      var files: [String: Data] = [:]
      for name in recordedFiles + ["manifest.json"] {
        files[name] = try? Data(contentsOf: place.appending(path: name))
      }
      result = Undisturbed(name: place.lastPathComponent, files: files, seconds: seconds)
    }
    return try #require(result)
  }
}

/// The files that finished runs are compared by; a training has no alphas.
private let recordedFiles = [
  "spec.json", "ledger.jsonl", "events.jsonl", "alpha.npz", "result.json",
]

/// What finished runs are compared by.
func recordOf(_ run: URL) -> [String: Data] {
  var files: [String: Data] = [:]
  for name in recordedFiles { files[name] = try? Data(contentsOf: run.appending(path: name)) }
  return files
}
