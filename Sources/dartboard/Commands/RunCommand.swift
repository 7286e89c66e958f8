import ArgumentParser
import Foundation
import Records
import Reports

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a notebook: fill in missing runs and render its report."
  )

  @OptionGroup var common: CommonOptions
  @Argument(help: "A Markdown file, such as notebooks-md/quickstart.md.") var notebook: String
  @Option(help: "The folder that holds reports.") var reports = "reports"

  func run() throws {
    try Failure.reporting(json: common.json) {
      let notebook = try Notebook(path: self.notebook)
      let line = ProgressLine(quiet: common.json)
      let runner = NotebookRunner(
        notebook,
        store: common.out,
        locations: common.locations,
        pool: common.pool,
        manifest: common.manifest,
        version: Version.text
      )
      let path = try runner.run(into: "\(reports)/\(notebook.name)") { event in
        switch event {
        case .found(let folder): line.line("found \(folder.name)")
        case .started(let folder): line.line("search \(folder.name)")
        case .training(let folder, let left): line.line("train \(folder.name), \(left) left")
        case .progress(let progress): SearchProgress.show(progress, on: line)
        }
      }
      line.end()
      print(common.json ? JSONValue.object(["report": .string(path)]).text : "report: \(path)")
    }
  }
}
