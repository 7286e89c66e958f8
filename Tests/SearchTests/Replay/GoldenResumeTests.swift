import Datasets
import Engine
import Foundation
import Probes
import Records
import Reports
import Search
import Testing
import Training

extension ProbeOptions {
  /// Every probe, on as little as shows that it leaves nothing behind.
  static var everything: ProbeOptions {
    var options = ProbeOptions()
    options.curvatureIterations = 2
    options.curvatureBatch = 8
    options.weightCurvature = true
    options.discretizationDetail = true
    options.discretizationTuning = [1]
    options.hypergradientEpochs = [-1, 1]
    options.hypergradientImages = 4
    options.hypergradientSteps = 2
    options.rankingArchitectures = 1
    return options
  }
}

/// Executes every golden run once in these tests; `dartboard verify fixtures/golden` compares them
/// uninterrupted, with their events.
@Suite(.serialized) struct GoldenResumeTests {
  static let golden = GoldenRuns(
    path: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "fixtures/golden").path()
  )
  static let names = (try? golden.runs().map { $0.name }) ?? []

  /// Stops a run after some steps, inside an epoch or at its end, and resumes it.
  private func interrupted(_ spec: SearchSpec, _ store: String) throws -> RunFolder {
    let pool = ThreadPool(threads: 2)
    let locations = DataLocations(searchPaths: [])
    let session = try SearchSession(
      spec: spec,
      store: store,
      locations: locations,
      pool: pool,
      observers: ProbeCatalog.observers(spec.probes),
      manifest: [:]
    )
    var done = 0
    let limit = 3
    #expect(throws: RunInterrupted.self) {
      try session.execute(progress: { done = $0.steps }, isStopping: { done >= limit })
    }
    let folder = session.folder
    _ = consume session
    let resumed = try SearchSession(
      resuming: folder,
      locations: locations,
      pool: ThreadPool(threads: 1),
      observers: { ProbeCatalog.observers($0.probes) }
    )
    #expect(resumed.resumedStep == limit)
    _ = try resumed.execute()
    return folder
  }

  private func interrupted(_ spec: TrainSpec, _ store: String) throws -> RunFolder {
    let locations = DataLocations(searchPaths: [])
    let session = try TrainSession(
      spec: spec,
      store: store,
      locations: locations,
      pool: ThreadPool(threads: 2),
      manifest: [:]
    )
    var done = 0
    #expect(throws: RunInterrupted.self) {
      try session.execute(progress: { steps, _ in done = steps }, isStopping: { done >= 4 })
    }
    let folder = session.folder
    _ = consume session
    let resumed = try TrainSession(
      resuming: folder,
      locations: locations,
      pool: ThreadPool(threads: 3)
    )
    _ = try resumed.execute()
    return folder
  }

  @Test(
    "with every probe on, stopped and resumed, a golden run has the ledger recorded without",
    arguments: names
  )
  func resumed(_ name: String) throws {
    let run = try #require(try Self.golden.runs().first { $0.name == name }?.run)
    try withTemporaryFolder { store in
      switch run {
      case .search(var spec):
        let isWatched = !ProbeCatalog.observers(spec.probes).isEmpty
        if !isWatched { spec.probes = .everything }
        let folder = try interrupted(spec, store)
        let outcome = try Self.golden.compare(name, with: folder)
        #expect(outcome.state == nil)
        // With the probes that it was recorded with, the events are the same too.
        if isWatched { #expect(outcome.event == nil) } else { try everyProbe(spec, folder) }
      case .training(let spec):
        #expect(try Self.golden.compare(name, with: try interrupted(spec, store)).isSame)
      }
    }
  }

  /// Whether every probe has measured something; some do so only after the last epoch.
  private func everyProbe(_ spec: SearchSpec, _ folder: RunFolder) throws {
    let reader = try EventReader(path: folder.eventsPath)
    let isWhole = try reader.all(SearchEpoch.self).count == spec.epochs
    let late = [RankingMeasured.id, DiscretizationDetailed.id]
    let found = Set(reader.raw.map { $0.id })
    for id in EventCatalog.all.map({ $0.type.id }) where id.hasPrefix("probe.") {
      #expect(found.contains(id) || (!isWhole && late.contains(id)), "\(id) measured nothing")
    }
  }

  @Test("every kind of run has its golden one, and no ledger is there without its run")
  func complete() throws {
    let kept = try FileManager.default.contentsOfDirectory(atPath: Self.golden.path)
      .filter { $0.hasSuffix(".ledger.jsonl") }.map { String($0.dropLast(13)) }
    #expect(kept.sorted() == Self.names)
    #expect(MethodCatalog.all.allSatisfy { Self.names.contains("method-\($0.id)") })
  }
}
