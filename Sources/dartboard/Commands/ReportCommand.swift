import ArgumentParser
import Charts
import Foundation
import Records
import Reports

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Render the report of a search, or of several side by side.",
    discussion: """
      Writes README.md, a PNG per chart and its numbers as CSV into reports/NAME. Several runs are \
      grouped by what their specs differ in; runs that differ in their seed only are one group.
      """
  )

  @Argument(help: "Runs: folders, names, or beginnings of names or hashes.") var runs: [String]
  @Option(help: "The folder that holds run folders.") var out = "runs"
  @Option(help: "Where the report goes; the default is reports/RUN, or reports/comparison.")
  var into: String?
  @Option(help: "What the verdict of a comparison is about; see `dartboard list metrics`.")
  var metric = "derived.accuracy"
  @Option(help: "Charts for a light or a dark page.") var theme = ChartTheme.light
  @Flag(help: "Also write report.html: one file with the pictures inside.") var html = false
  @Option(
    name: .customLong("explain"),
    help: "Write no report: print where each number of this chart stands in the event log."
  )
  var figure: String?
  @Flag(help: "Print the result as JSON.") var json = false

  func run() throws {
    try Failure.reporting(json: json) {
      let store = RunStore(root: out)
      let folders = try runs.map { try store.find($0) }
      if let figure { return try explain(figure, folders) }
      let metric = try Lookup.metric(self.metric, at: "--metric")
      let page =
        folders.count == 1
        ? try RunReport.page(folders[0], version: Version.text, theme: theme.value)
        : try ComparisonReport.page(
          folders,
          metric: metric,
          version: Version.text,
          theme: theme.value
        )
      let name = folders.count == 1 ? FileName.safe(folders[0].name) : "comparison"
      let target = into ?? "reports/\(name)"
      let path = try page.write(to: target)
      var result = ["report": JSONValue.string(path)]
      if html {
        try AtomicFile.write(page.html, to: "\(target)/report.html")
        result["html"] = .string("\(target)/report.html")
      }
      if json { return print(JSONValue.object(result).text) }
      print("report: \(path)")
      if html { print("html:   \(target)/report.html") }
    }
  }

  private func explain(_ figure: String, _ folders: [RunFolder]) throws {
    var values: [JSONValue] = []
    for folder in folders {
      let trace = try FigureTrace(figure, of: folder)
      if json { values.append(trace.json) } else { print(trace.text) }
    }
    if json { print(JSONValue.array(values).text) }
  }
}

/// The theme of charts as a flag.
enum ChartTheme: String, CaseIterable, ExpressibleByArgument {
  case light, dark

  var value: Theme { self == .light ? .light : .dark }
}
