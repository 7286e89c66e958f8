import Charts
public import Datasets
public import Engine
import Foundation
import Interchange
import Networks
import Probes
public import Records
public import Search
import Training

/// Runs a notebook: searches whose record is missing are run, then every block is rendered in place.
public struct NotebookRunner {
  /// What is happening.
  public enum Event {
    /// A run's record is there already.
    case found(RunFolder)
    /// A run starts, the first of `left` searches that are missing; `resumed` when it goes on from a
    /// checkpoint.
    case started(RunFolder, left: Int, resumed: Bool)
    /// A training alone starts, the first of `left` that the block asks for.
    case training(RunFolder, left: Int)
    /// A run goes on; `overall` is the share of all missing epochs that is done.
    case progress(SearchSession.Progress, overall: Double)
  }

  /// What running came to.
  public struct Outcome: Sendable {
    /// The report.
    public let page: ReportPage
    /// Searches whose record was there.
    public let found: Int
    /// Searches that were run.
    public let executed: Int
    /// Its figures, each with the runs behind it, trainings included.
    public let figures: [DrawnFigure]
  }

  private let notebook: Notebook
  private let store: String
  private let locations: DataLocations
  private let pool: ThreadPool
  private let manifest: [String: String]
  private let version: String
  /// What may be executed.
  public var scope = Scope.everything

  /// What a runner may execute.
  public enum Scope: Sendable {
    /// Missing runs and trials.
    case everything
    /// Missing runs; trials, which measure the machine, are left out.
    case runs
    /// Nothing: a run that is missing ends with `MissingRuns`.
    case nothing
  }

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

  /// Runs what is missing and renders the report; writes nothing but runs.
  ///
  /// - Parameter isStopping: asked after every step; true ends the run at a checkpoint.
  /// - Throws: `SpecError`, `DatasetError`, `StoreError`, `RunInterrupted`, `PNGError`, `MissingRuns`.
  public func run(
    isStopping: () -> Bool = { false },
    report: (Event) -> Void
  ) throws -> Outcome {
    if scope == .nothing { try requireRuns() }
    var executor = NotebookExecutor(
      specs: notebook.searches,
      store: store,
      locations: locations,
      pool: pool,
      manifest: manifest
    )
    var results = NotebookResults(notebook)
    var writer = ReportWriter(version: version)
    if !notebook.isOwnProfile { writer.add(NotebookFooter.notice(notebook)) }
    for piece in notebook.pieces {
      switch piece {
      case .prose(let prose): writer.add(try text(prose, results))
      case .run(let spec):
        results.add(try executor.record(of: spec, isStopping, report), as: spec.name)
      case .sweep(let sweep):
        let records = try sweep.members.map {
          try executor.record(of: $0.spec, isStopping, report)
        }
        results.add(sweep, records)
      case .train(let block):
        for name in results.runNames(block.of) {
          guard let record = results.record(name) else { continue }
          results.setTrainings(name, block.name, try trained(block, record, report))
        }
      case .lookup(let block):
        let truth = try TrueAccuracies(path: locations.file(block.table), column: block.column)
        for name in results.runNames(block.of) { results.setTruth(name, truth) }
      case .detector(let block):
        try DetectorReport.add(
          DetectorStudy(RunTable.read(locations.file(block.table))),
          to: &writer
        )
      case .show(let block): try show(block, results, &writer)
      }
    }
    NotebookFooter.add(notebook, results, to: &writer)
    return Outcome(
      page: writer.page(title: notebook.front.title),
      found: executor.found,
      executed: executor.executed,
      figures: writer.figures.map { figure in
        var figure = figure
        figure.runs += results.trainings(of: figure.runs)
        return figure
      }
    )
  }

  private func text(_ prose: Prose, _ results: NotebookResults) throws -> String {
    try prose.parts.map { part in
      switch part {
      case .text(let text): text
      case .value(let value): try results.text(value)
      }
    }.joined()
  }

  private func show(
    _ block: ShowBlock,
    _ results: NotebookResults,
    _ writer: inout ReportWriter
  ) throws {
    let names = results.runNames(block.runs)
    let records = names.compactMap { results.record($0) }
    let metrics = block.metrics.compactMap { MetricCatalog.metric($0) }
    let prefix = notebook.searches.count > 1 && block.runs.count == 1 ? "\(block.runs[0])-" : ""
    switch block.content {
    case .table(let rows):
      let comparison = try compared(block, results)
      switch rows {
      case .arms: writer.add(ComparedTables.arms(comparison, metrics))
      case .runs: writer.add(ComparedTables.runs(comparison, metrics))
      case .ranked: writer.add(ComparedRankingTable.text(comparison, metrics))
      }
    case .verdict:
      if records.count == 1 {
        try writer.add(StoryPanel(), records[0], prefix: prefix)
      } else {
        let comparison = try compared(block, results)
        for metric in metrics {
          writer.add(ComparedWords.verdict(comparison, metric))
          if let words = ComparedRankingTable.verdict(comparison, metric) { writer.add(words) }
        }
      }
    case .panel(let id):
      if TrialCatalog.all.contains(where: { $0.id == id }) {
        try showTrial(id, records, prefix, &writer)
      } else if let panel = PanelCatalog.panel(id), let record = records.first {
        try writer.add(
          retitled(panel.content(record), block.title),
          name: prefix + id,
          summary: panel.summary,
          caption: block.caption ?? panel.reading,
          runs: [record.folder.name]
        )
      } else if let panel = GroupPanelCatalog.panel(id) {
        try writer.add(
          retitled(panel.content(records), block.title),
          name: prefix + id,
          summary: panel.summary,
          caption: block.caption ?? panel.reading,
          runs: records.map { $0.folder.name }
        )
      } else if let panel = ArmPanelCatalog.panel(id), let metric = metrics.first {
        let comparison = try compared(block, results)
        let against = block.against.flatMap { MetricCatalog.metric($0) }
        try writer.add(
          retitled(
            panel.content(comparison, metric: metric, against: against),
            block.title
          ),
          name: "\(prefix)\(id)-\(metric.id)",
          summary: panel.summary,
          caption: block.caption ?? panel.reading,
          runs: records.map { $0.folder.name }
        )
      }
    }
  }

  /// What a trial shows differs between machines: it is marked, and not compared.
  private func showTrial(
    _ id: String,
    _ records: [SearchRecord],
    _ prefix: String,
    _ writer: inout ReportWriter
  ) throws {
    writer.add(MachineText.begin)
    if scope == .everything, let panel = PanelCatalog.panel(id), let record = records.first {
      try writer.add(panel, record, prefix: prefix)
    }
    writer.add(MachineText.end)
  }

  /// The arms of a block, with its baseline.
  ///
  /// - Throws: `SpecError` for a baseline that is no arm.
  private func compared(_ block: ShowBlock, _ results: NotebookResults) throws -> Comparison {
    var comparison = try results.comparison(block.runs, by: block.by)
    guard let baseline = block.baseline else { return comparison }
    let names = comparison.arms.map(\.name)
    guard names.contains(baseline) else {
      throw SpecError([
        SpecProblem(
          block.place,
          expected: "a baseline among \(names.joined(separator: ", "))",
          got: "'\(baseline)'",
          remedy: Spelling.suggestion(baseline, in: names)
        )
      ])
    }
    comparison.baseline = baseline
    return comparison
  }

  private func retitled(_ content: PanelContent, _ title: String?) -> PanelContent {
    guard let title, case .figure(var figure, let alternative) = content else { return content }
    figure.title = title
    return .figure(figure, alternative: alternative)
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
      block.seeds.map { block.spec(genotype: genotype, of: record.spec, seed: $0) }
    }
    return try specs.enumerated().map { index, spec in
      if scope == .nothing {
        let folder = try RunFolder(store: store, spec: spec)
        guard folder.isFinished else { throw MissingRuns(names: [folder.name], of: specs.count) }
      }
      return try runner.result(spec) { report(.training($0, left: specs.count - index)) }
    }
  }

  private func requireRuns() throws {
    let specs = notebook.searches
    let missing = specs.filter { NotebookExecutor.finished($0, store) == nil }
    if missing.isEmpty { return }
    throw MissingRuns(names: missing.map(\.name), of: specs.count)
  }
}
