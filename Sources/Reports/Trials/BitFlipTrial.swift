import Charts
import Datasets
import Engine
import Foundation
import Probes
import Records
import Search
import Training

/// The search executed twice, once with one bit of one weight flipped in memory between two steps, and
/// what `dartboard diff` says about the two.
struct BitFlipTrial: Panel {
  let id = "bit-flip"
  let summary = "one flipped bit of one weight, located by comparing two records"

  func content(_ record: SearchRecord) -> PanelContent {
    let store = NSTemporaryDirectory() + "dartboard-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: store) }
    do {
      let pool = ThreadPool(threads: 2)
      let good = try run(record.spec, "\(store)/good", pool, flipsAt: nil)
      let all = try LedgerReader(path: good.ledgerPath).entries.last?.step ?? 1
      let bad = try run(record.spec, "\(store)/bad", pool, flipsAt: all - 1)
      let comparison = try RunComparison(good, bad, locations: .here, pool: pool)
      return .markdown(
        "A bit of the first weight of the stem was flipped after step \(all - 1) of \(all).\n\n"
          + comparison.sentences.map { "> \($0)" }.joined(separator: "\n>\n")
      )
    } catch {
      return .absent("\(error)")
    }
  }

  /// Flips a bit of the first weight, about a two-thousandth of its size.
  static func flip(_ run: SearchRun) {
    run.execution.weightBytes[1] ^= 0x10
  }

  /// Executes the steps of a search without its probes, flipping a bit after one of them.
  private func run(
    _ spec: SearchSpec,
    _ store: String,
    _ pool: ThreadPool,
    flipsAt flip: Int?
  ) throws -> RunFolder {
    let run = try SearchRun(spec: spec, locations: .here, pool: pool)
    let recorder = try RunRecorder(
      creating: spec,
      store: store,
      manifest: [:],
      options: RunRecorder.Options(checkpointSteps: 1, checkpointSeconds: .infinity)
    )
    try recorder.drive(
      run,
      isStopping: { false },
      begun: {},
      stepped: { step in
        if step == flip { Self.flip(run) }
      },
      ended: { try run.concludeEpoch($0) }
    )
    return recorder.folder
  }
}
