import ArgumentParser
import Foundation
import Records
import Reports

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compare committed reports with what their notebooks give.",
    discussion: """
      Every notebook is checked under its profile quick: missing runs are executed, the report is \
      rendered and compared with the committed one. A notebook with another profile of its own, whose \
      runs may take hours, is checked under that one as well where its runs are in the store; where \
      they are not, its committed report is compared with what the notebook states: the hashes of \
      specs, the words, and the data behind every picture. What could not be checked is told.

      Exit codes: 0 no difference found, 1 a report is not what its notebook gives, 64 a notebook \
      cannot be read.
      """
  )

  @OptionGroup var common: CommonOptions
  @Argument(help: "Notebooks; without any, all of notebooks-md.") var notebooks: [String] = []
  @Option(help: "The folder that holds reports.") var reports = "reports"

  func run() throws {
    try Failure.reporting(json: common.json) {
      Interruption.catchSignals()
      let paths = try notebooks.isEmpty ? Self.all() : notebooks
      var results: [NotebookCheck] = []
      for path in paths {
        for profile in try Self.profiles(path) {
          let result = try check(path, profile)
          results.append(result)
          if !common.json { print(result.text) }
        }
      }
      if common.json { print(JSONValue.array(results.map(\.json)).text) }
      if results.contains(where: \.isDifferent) { throw ExitCode(1) }
    }
  }

  /// The notebooks of the project in the order of their names.
  private static func all() throws -> [String] {
    let folder = "notebooks-md"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let found = names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
    if found.isEmpty { throw NotebookError.unreadable(path: folder) }
    return found
  }

  /// What is checked of a notebook: the quick profile where there is one, then its own.
  private static func profiles(_ path: String) throws -> [String] {
    let front = try Notebook(path: path).front
    return front.profile != "quick" && front.offers("quick")
      ? ["quick", front.profile] : [front.profile]
  }

  private func check(_ path: String, _ profile: String) throws -> NotebookCheck {
    let notebook = try Notebook(path: path, profile: profile)
    let folder = "\(reports)/\(notebook.reportName)"
    var result = NotebookCheck(name: notebook.name, profile: profile, folder: folder)
    if notebook.isProse {
      result.state = .skipped("it has nothing to run or show")
      return result
    }
    let start = ContinuousClock.now
    let line = ProgressLine(quiet: common.json)
    var runner = NotebookRunner(
      notebook,
      store: common.out,
      locations: common.locations,
      pool: common.pool,
      manifest: common.manifest,
      version: Version.text
    )
    runner.scope = profile == "quick" ? .runs : .nothing
    do {
      let outcome = try runner.run(
        isStopping: { Interruption.isPending },
        report: { event in
          if case .progress(_, let overall) = event {
            line.update("check \(notebook.name)", share: overall)
          }
        }
      )
      result.state = .compared(
        outcome.page.differences(from: folder),
        found: outcome.found,
        executed: outcome.executed
      )
    } catch let missing as MissingRuns {
      result.state = .stated(
        StatedReport.differences(notebook, from: folder),
        why: missing.description
      )
    } catch  where Failure.code(of: error) == 66 {
      result.state = .stated(
        StatedReport.differences(notebook, from: folder),
        why: String(describing: error)
      )
    }
    line.end()
    result.seconds = (ContinuousClock.now - start) / Duration.seconds(1)
    return result
  }
}

/// What checking a notebook under a profile came to.
struct NotebookCheck {
  enum State {
    /// Rendered and compared.
    case compared([ReportPage.Difference], found: Int, executed: Int)
    /// Not rendered; what the report states was compared.
    case stated([ReportPage.Difference], why: String)
    /// Nothing to compare.
    case skipped(String)
  }

  let name: String
  let profile: String
  let folder: String
  var state = State.skipped("")
  var seconds = 0.0

  var differences: [ReportPage.Difference] {
    switch state {
    case .compared(let found, _, _), .stated(let found, _): found
    case .skipped: []
    }
  }

  var isDifferent: Bool { !differences.isEmpty }

  /// For people: a line, and one more for each difference.
  var text: String {
    let head = "\(name), profile \(profile): "
    let lines = differences.map { "  \($0)" }
    let option = folder.hasSuffix("/\(profile)") ? " --profile \(profile)" : ""
    let remedy = "  look at it and run: dartboard run notebooks-md/\(name).md\(option)"
    switch state {
    case .compared(_, let found, let executed):
      let runs = "\(found) runs found, \(executed) run now, \(ProgressLine.clock(seconds))"
      return isDifferent
        ? ([head + "\(folder) is NOT what the notebook gives (\(runs)):"] + lines + [remedy])
          .joined(separator: "\n")
        : head + "\(folder) is what the notebook gives (\(runs))"
    case .stated(_, let why):
      return isDifferent
        ? ([head + "\(folder) is NOT of this notebook:"] + lines + [remedy]).joined(separator: "\n")
        : head + "NOT rendered (\(why)); \(folder) states this notebook's specs, words and data"
    case .skipped(let why): return head + "not checked, \(why)"
    }
  }

  /// For programs.
  var json: JSONValue {
    let (kind, why): (String, String) =
      switch state {
      case .compared: ("rendered", "")
      case .stated(_, let why): ("stated", why)
      case .skipped(let why): ("skipped", why)
      }
    return .object([
      "notebook": .string(name), "profile": .string(profile), "report": .string(folder),
      "checked": .string(kind), "why": .string(why), "seconds": .number(seconds),
      "differences": .array(differences.map { .string($0.description) }),
    ])
  }
}
