import Charts
import Datasets
import Engine
import Foundation
import Probes
import Records
import Search
import Training

/// The search started in a process of its own, killed a few times, resumed to its end and compared.
struct ResumeTrial: Panel {
  let id = "kill-and-resume"
  let summary = "the search killed at a few steps and resumed, compared with the one never stopped"

  func content(_ record: SearchRecord) -> PanelContent {
    guard let program = OwnProgram() else { return .absent("it needs the program itself") }
    let store = NSTemporaryDirectory() + "dartboard-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: store) }
    do {
      return .markdown(try story(record, program, store))
    } catch {
      return .absent("\(error)")
    }
  }

  private func story(
    _ record: SearchRecord,
    _ program: OwnProgram,
    _ store: String
  ) throws -> String {
    try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
    let spec = "\(store)/spec.json"
    try FileManager.default.copyItem(atPath: record.folder.specPath, toPath: spec)
    let run = RunFolder(path: "\(store)/runs/\(record.folder.name)")
    let all = record.spec.epochs * stepsPerEpoch(record)
    // A third of the way, two thirds, and in the last steps.
    let moments = [all / 3, 2 * all / 3, all - 1]
    for moment in moments {
      let isFirst = !FileManager.default.fileExists(atPath: run.specPath)
      let process = try program.start(
        (isFirst ? ["search", "--spec", spec] : ["resume", run.path])
          + ["--out", "\(store)/runs", "--checkpoint-steps", "2", "--threads", "2", "--json"]
      )
      while process.isRunning, lastStep(run) < moment { usleep(2000) }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      guard process.terminationReason == .uncaughtSignal else {
        return "The process that was to be killed at step \(moment) ended before."
      }
    }
    let process = try program.start(["resume", run.path, "--threads", "3", "--json"])
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      return "It could not be resumed (exit code \(process.terminationStatus))."
    }
    let names = ["ledger.jsonl", "events.jsonl", "alpha.npz", "result.json"]
    let rows = names.map { name in
      let one = FileManager.default.contents(atPath: record.folder.file(name))
      let two = FileManager.default.contents(atPath: run.file(name))
      return "| `\(name)` | \(one?.count ?? 0) | \(one == two ? "same bytes" : "DIFFERENT") |"
    }
    // The step a process has reached when it dies is left out: it is another one every time.
    return "Started with two threads, killed as soon as the ledger held step "
      + moments.map { "\($0)" }.joined(separator: ", resumed, killed at step ")
      + " of \(all), then resumed with three threads and left to end.\n\n| file | bytes | against the run never stopped |\n"
      + "| --- | --- | --- |\n" + rows.joined(separator: "\n")
  }

  private func stepsPerEpoch(_ record: SearchRecord) -> Int {
    (record.finished?.steps ?? 0) / max(1, record.finished?.epochs ?? 1)
  }

  private func lastStep(_ run: RunFolder) -> Int {
    (try? LedgerReader(path: run.ledgerPath))?.entries.last?.step ?? 0
  }
}
