import ArgumentParser
import Foundation
import Probes
import Records
import Search
import Training

struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with a search or training that was stopped or killed.",
    discussion: """
      The run goes on from its last checkpoint and ends with the same ledger, events and result as one \
      that was never stopped. A damaged checkpoint is passed over for the one before it, and a run \
      without one starts from its beginning; both are said.
      """
  )

  @OptionGroup var common: CommonOptions
  @OptionGroup var record: RecordOptions
  @Argument(help: "The folder of a run, or the beginning of its name in --out.")
  var target: String

  func run() throws {
    try Failure.reporting(json: common.json) {
      let folder = try RunStore(root: common.out).find(target)
      let line = ProgressLine(quiet: common.json)
      if folder.isFinished {
        let text = "\(folder.path) is finished; there is nothing to resume"
        print(
          common.json
            ? JSONValue.object([
              "run": .string(folder.path), "finished": .bool(true), "note": .string(text),
            ]).text : text
        )
        return
      }
      switch try folder.read("spec.json")["kind"] {
      case .string(SearchSpec.kind):
        let session = try SearchSession(
          resuming: folder,
          locations: common.locations,
          pool: common.pool,
          observers: { ProbeCatalog.observers($0.probes) },
          options: record.options
        )
        tell(session.notes, session.resumedStep, folder, line)
        try SearchProgress.execute(session, json: common.json, on: line)
      case .string(TrainSpec.kind):
        let session = try TrainSession(
          resuming: folder,
          locations: common.locations,
          pool: common.pool,
          options: record.options
        )
        tell(session.notes, session.resumedStep, folder, line)
        try TrainProgress.execute(session, json: common.json, on: line)
      case let kind:
        throw StoreError.damaged(
          path: folder.specPath,
          place: "key 'kind'",
          expected: "\"\(SearchSpec.kind)\" or \"\(TrainSpec.kind)\"",
          got: kind?.text ?? "none",
          remedy: "give the folder of a search or a training"
        )
      }
    }
  }

  private func tell(
    _ notes: [String],
    _ step: Int?,
    _ folder: RunFolder,
    _ line: ProgressLine
  ) {
    for note in notes { line.line("note: \(note)") }
    line.line("resume \(folder.name)" + (step.map { " after step \($0)" } ?? ""))
  }
}
