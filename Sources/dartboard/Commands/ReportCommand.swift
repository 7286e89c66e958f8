import ArgumentParser
import Records
import Reports

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Render the report of one search."
  )

  @Argument(help: "The folder of a run.") var folder: String
  @Option(help: "Where the report goes; the default is reports/<run>.") var into: String?
  @Flag(help: "Print the result as JSON.") var json = false

  func run() throws {
    try Failure.reporting(json: json) {
      let folder = RunFolder(
        path: self.folder.hasSuffix("/") ? String(self.folder.dropLast()) : self.folder
      )
      let path = try RunReport.write(
        folder,
        to: into ?? "reports/\(folder.name)",
        version: Version.text
      )
      print(json ? JSONValue.object(["report": .string(path)]).text : "report: \(path)")
    }
  }
}
