import ArgumentParser
import Foundation
import Records
import Reports
import Search

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a notebook: fill in missing runs and render its report.",
    discussion: """
      Runs are known by the hash of their spec: what was run before, by any notebook, is not run \
      again. A stopped notebook goes on where it was when it is run again.

      --check renders the report and compares it with the committed one without writing it: exit \
      code 0 when they agree, 1 when they differ. Runs that are missing are run first; what a panel \
      measures of the machine (trials) is left out. `dartboard check` does so for every notebook.
      """
  )

  @OptionGroup var common: CommonOptions
  @Argument(help: "A Markdown file, such as notebooks-md/quickstart.md.") var notebook: String
  @Option(help: "The folder that holds reports.") var reports = "reports"
  @Option(help: "quick or full; the default is what the notebook's front matter says.")
  var profile: NotebookProfile?
  @Flag(help: "Compare with the committed report and write nothing.") var check = false
  @Flag(help: "Also write report.html: one file with the pictures inside.") var html = false
  @Option(
    name: .customLong("explain"),
    help: "Write no report: print where each number of this figure stands in the runs' event logs."
  )
  var figure: String?

  func run() throws {
    try Failure.reporting(json: common.json) {
      let notebook = try Notebook(path: self.notebook, profile: profile?.rawValue)
      let line = ProgressLine(quiet: common.json)
      let start = ContinuousClock.now
      Interruption.catchSignals()
      var runner = NotebookRunner(
        notebook,
        store: common.out,
        locations: common.locations,
        pool: common.pool,
        manifest: common.manifest,
        version: Version.text
      )
      if check { runner.scope = .runs }
      let outcome = try runner.run(isStopping: { Interruption.isPending }) { show($0, on: line) }
      line.end()
      let seconds: Double = (ContinuousClock.now - start) / Duration.seconds(1)
      if let budget = notebook.front.budget, seconds > budget, outcome.executed > 0 {
        line.line(
          "note: took \(ProgressLine.clock(seconds)), more than the budget of "
            + ProgressLine.clock(budget)
        )
      }
      if let figure { return try explain(figure, outcome) }
      let folder = "\(reports)/\(notebook.reportName)"
      var result: [String: JSONValue] = [
        "found": .integer(outcome.found), "executed": .integer(outcome.executed),
      ]
      if check { return try compare(outcome, folder, result) }
      let path = try outcome.page.write(to: folder)
      result["report"] = .string(path)
      if html { try AtomicFile.write(outcome.page.html, to: "\(folder)/report.html") }
      if common.json { return print(JSONValue.object(result).text) }
      print("report: \(path)")
    }
  }

  private func explain(_ name: String, _ outcome: NotebookRunner.Outcome) throws {
    let known = outcome.figures.map(\.name)
    guard let figure = outcome.figures.first(where: { $0.name == name }) else {
      throw SpecError([
        SpecProblem(
          "--explain",
          expected: "one of the figures \(known.joined(separator: ", "))",
          got: "'\(name)'",
          remedy: Spelling.suggestion(name, in: known)
        )
      ])
    }
    let trace = try FigureTrace(figure, store: common.out)
    print(common.json ? trace.json.text : trace.text)
  }

  private func compare(
    _ outcome: NotebookRunner.Outcome,
    _ folder: String,
    _ result: [String: JSONValue]
  ) throws {
    let differences = outcome.page.differences(from: folder)
    var result = result
    result["differences"] = .array(differences.map { .string($0.description) })
    let runs = "\(outcome.found) runs found, \(outcome.executed) run now"
    if common.json {
      print(JSONValue.object(result).text)
    } else if differences.isEmpty {
      print("\(folder) is what its notebook gives (\(runs))")
    } else {
      print("\(folder) is not what its notebook gives (\(runs)):")
      for difference in differences { print("  \(difference)") }
      print(
        "look at it and run: dartboard run \(notebook)\(profile.map { " --profile \($0.rawValue)" } ?? "")"
      )
    }
    if !differences.isEmpty { throw ExitCode(1) }
  }

  private func show(_ event: NotebookRunner.Event, on line: ProgressLine) {
    switch event {
    case .found(let folder): line.line("found \(folder.name)")
    case .started(let folder, let left, let resumed):
      line.line("\(resumed ? "resume" : "search") \(folder.name), \(left) left")
    case .training(let folder, let left): line.line("train \(folder.name), \(left) left")
    case .progress(let progress, let overall):
      let label = "epoch \(progress.epoch + 1)/\(progress.epochs)"
      if progress.ended != nil { SearchProgress.show(progress, on: line) }
      line.update(label, share: overall)
    }
  }
}

/// A profile as a flag.
enum NotebookProfile: String, CaseIterable, ExpressibleByArgument {
  case quick, full
}
