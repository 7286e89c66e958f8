import ArgumentParser
import Records
import Reports

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List the runs of a store: kind, state, verdict and key numbers.",
    discussion: """
      QUERY is words that must all occur in a line, such as `collapsed s1`, or `key=value` for kind, \
      verdict, state, space, method, dataset, seed.
      """
  )

  @Argument(help: "What to list; all runs without it.") var query: [String] = []
  @Option(help: "The folder that holds run folders.") var out = "runs"
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    try Failure.reporting(json: json) {
      let rows = RunStore(root: out).runs().map(RunSummary.init).filter { $0.fits(query) }
      if json {
        print(JSONValue.array(try rows.map { try JSONValue(encoding: $0) }).text)
        return
      }
      guard !rows.isEmpty else {
        print(query.isEmpty ? "no runs in \(out)" : "no run in \(out) fits")
        return
      }
      let width = rows.map { $0.name.count }.max() ?? 0
      for row in rows {
        print(row.name + String(repeating: " ", count: width - row.name.count + 2) + row.words)
      }
    }
  }
}
