import Datasets
import Engine
import Foundation
import Probes
import Records
import Search
import Testing
import Training

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

  @Test("a golden run stopped and resumed is the golden run", arguments: names)
  func resumed(_ name: String) throws {
    let run = try #require(try Self.golden.runs().first { $0.name == name }?.run)
    try withTemporaryFolder { store in
      let folder =
        switch run {
        case .search(let spec): try interrupted(spec, store)
        case .training(let spec): try interrupted(spec, store)
        }
      let outcome = try Self.golden.compare(name, with: folder)
      #expect(outcome.state == nil)
      #expect(outcome.event == nil)
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
