import Charts
public import Datasets
public import Engine
import Networks
import Probes
public import Records
public import Search
import Training

/// Runs a notebook: searches whose record is missing are run, then every panel is rendered in place.
public struct NotebookRunner {
  /// What is happening.
  public enum Event {
    /// A run's record is there already.
    case found(RunFolder)
    /// A run starts.
    case started(RunFolder)
    /// A training alone starts, the first of `left` that the block asks for.
    case training(RunFolder, left: Int)
    /// A run goes on.
    case progress(SearchSession.Progress)
  }

  private let notebook: Notebook
  private let store: String
  private let locations: DataLocations
  private let pool: ThreadPool
  private let manifest: [String: String]
  private let version: String

  /// Creates a runner.
  public init(
    _ notebook: Notebook,
    store: String,
    locations: DataLocations,
    pool: ThreadPool,
    manifest: [String: String],
    version: String
  ) {
    self.notebook = notebook
    self.store = store
    self.locations = locations
    self.pool = pool
    self.manifest = manifest
    self.version = version
  }

  /// Runs what is missing and writes the report into `folder`.
  ///
  /// - Returns: the path of the Markdown file.
  public func run(into folder: String, report: (Event) -> Void) throws -> String {
    var records: [String: SearchRecord] = [:]
    var last = ""
    var writer = ReportWriter(version: version)
    let runs = notebook.pieces.reduce(0) { if case .run = $1 { $0 + 1 } else { $0 } }
    for piece in notebook.pieces {
      switch piece {
      case .prose(let text): writer.add(text)
      case .run(let spec, _):
        records[spec.name] = try record(of: spec, report)
        last = spec.name
      case .train(let block, _):
        for name in block.of.isEmpty ? [last] : block.of {
          guard let record = records[name] else { continue }
          records[name]?.trainings[block.name] = try trained(block, record, report)
        }
      case .show(let id, let names, _):
        let names = names.isEmpty ? [last] : names
        let shown = names.compactMap { records[$0] }
        if let panel = GroupPanelCatalog.panel(id) {
          try writer.add(panel, shown, prefix: runs > 1 ? "\(names[0])-" : "")
        } else if let panel = PanelCatalog.panel(id), let record = shown.first {
          try writer.add(panel, record, prefix: runs > 1 ? "\(names[0])-" : "")
        }
      }
    }
    return try writer.write(to: folder)
  }

  private func trained(
    _ block: TrainBlock,
    _ record: SearchRecord,
    _ report: (Event) -> Void
  ) throws -> [StandaloneResult] {
    let runner = TrainingRunner(
      store: store,
      locations: locations,
      pool: pool,
      manifest: manifest
    )
    let specs = TrainingRunner.genotypes(block, of: record).flatMap { genotype in
      block.seeds.map { block.spec(genotype: genotype, seed: $0) }
    }
    return try specs.enumerated().map { index, spec in
      try runner.result(spec) { report(.training($0, left: specs.count - index)) }
    }
  }

  private func record(of spec: SearchSpec, _ report: (Event) -> Void) throws -> SearchRecord {
    let folder = try RunFolder(store: store, spec: spec)
    if folder.isFinished {
      report(.found(folder))
      return try SearchRecord(folder)
    }
    let session = try SearchSession(
      spec: spec,
      store: store,
      locations: locations,
      pool: pool,
      observers: ProbeCatalog.observers(spec.probes),
      manifest: manifest
    )
    report(.started(folder))
    _ = try session.execute { report(.progress($0)) }
    return try SearchRecord(folder)
  }
}
