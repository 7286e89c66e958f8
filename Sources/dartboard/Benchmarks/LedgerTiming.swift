import Datasets
import Engine
import Foundation
import Networks
import Records
import Search
import Training

/// What the ledger costs: steps of one search with an entry after each and without, in turns, so that
/// whatever else the machine does meets both.
struct LedgerTiming: Codable {
  var channels: Int
  var cells: Int
  var batch: Int
  var size: Int
  var threads: Int
  /// Bytes that one entry hashes, but for what is encoded first.
  var hashedBytes: Int
  /// Steps of each kind, after one of each that warms up.
  var steps: Int
  var medianStepSeconds: Double
  /// The same with the entry that follows it.
  var medianRecordedStepSeconds: Double
  /// Of the entries alone, hashed and written.
  var medianEntrySeconds: Double
  /// An entry over a step.
  var overhead: Double

  /// Times a first-order bilevel search of the DARTS space.
  ///
  /// - Parameter progress: called before every pair of steps with its number and the number of all.
  /// - Throws: `SpecError`, `StoreError`, `NumericalFailure`.
  static func measure(
    _ workload: BenchWorkload,
    steps: Int,
    pool: ThreadPool,
    progress: (Int, Int) -> Void
  ) throws -> LedgerTiming {
    let search = try SearchRun(
      spec: spec(workload, steps: steps),
      locations: DataLocations(searchPaths: []),
      pool: pool
    )
    let path = NSTemporaryDirectory() + "dartboard-\(UUID().uuidString).jsonl"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let ledger = try Ledger(creating: path, header: LedgerHeader(specHash: try search.spec.hash()))
    let clock = ContinuousClock()
    var (plain, recorded, entries): ([Double], [Double], [Double]) = ([], [], [])
    var number = 0
    func step(writing: Bool) throws {
      let start = clock.now
      try search.step(epoch: 0, number: number)
      let stepped = clock.now
      number += 1
      guard writing else {
        plain.append((stepped - start).seconds)
        return
      }
      try ledger.append(try search.ledgerEntry(step: number))
      let ended = clock.now
      recorded.append((ended - start).seconds)
      entries.append((ended - stepped).seconds)
    }
    for pair in 0...steps {
      progress(pair, steps + 1)
      // Each kind is first as often as the other.
      try step(writing: pair % 2 == 0)
      try step(writing: pair % 2 == 1)
    }
    let medians = [plain, recorded, entries].map { Spread(Array($0.dropFirst())).median }
    return LedgerTiming(
      channels: workload.shape.channels,
      cells: workload.shape.cells,
      batch: workload.batch,
      size: workload.shape.height,
      threads: pool.threads,
      hashedBytes: 3 * search.execution.weightBytes.count
        + 8 * search.execution.runningStatistics.count,
      steps: steps,
      medianStepSeconds: medians[0],
      medianRecordedStepSeconds: medians[1],
      medianEntrySeconds: medians[2],
      overhead: medians[2] / medians[0]
    )
  }

  private static func spec(_ workload: BenchWorkload, steps: Int) -> SearchSpec {
    var spec = SearchSpec()
    spec.channels = workload.shape.channels
    spec.cells = workload.shape.cells
    spec.batch = workload.batch
    spec.weightShare = 0.5
    // One epoch has all steps.
    spec.data.trainImages = 4 * workload.batch * (steps + 1)
    spec.data.testImages = 16
    // The synthetic task draws smaller images.
    spec.data.resize = "bilinear-\(workload.shape.height)"
    spec.probes = .none
    return spec
  }

  /// The result in words, for a person.
  var text: String {
    func milliseconds(_ seconds: Double) -> String { String(format: "%9.2f ms", seconds * 1000) }
    return """
      ledger: \(channels) channels, \(cells) cells, batch \(batch) of \(size)x\(size), \
      \(threads) \(threads == 1 ? "thread" : "threads"), \
      \(String(format: "%.1f", Double(hashedBytes) * 1e-6)) MB hashed a step
        step            \(milliseconds(medianStepSeconds)) median of \(steps)
        step and entry  \(milliseconds(medianRecordedStepSeconds)) median of \(steps), in turns
        entry           \(milliseconds(medianEntrySeconds)), \
      \(String(format: "%.2f", overhead * 100)) % of a step
      """
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
