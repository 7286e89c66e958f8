import ArgumentParser
import Records
import Reports

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of events.jsonl, or hold a run against it.",
    discussion: """
      The schema (draft 2020-12) is made from the types that are written; every line of events.jsonl \
      fits it.

      Exit codes with --check: 0 every line fits, 1 one does not, 2 the run cannot be read.
      """
  )

  @Option(help: "A run whose events are held against the schema.") var check: String?
  @Option(help: "The folder that holds runs.") var out = "runs"
  @Flag(help: "With --check: print the result as JSON.") var json = false

  func run() throws {
    var fits = true
    try Failure.reporting(json: json) {
      guard let check else {
        print(try EventCatalog.schemaText(), terminator: "")
        return
      }
      let schema = try EventCatalog.schema()
      let path = try RunStore(root: out).find(check).eventsPath
      let events = try EventReader(path: path).events
      let check = SchemaCheck(schema)
      let misfits = events.enumerated().compactMap { index, event in
        check.misfit(of: event).map { (line: index + 1, misfit: $0) }
      }
      fits = misfits.isEmpty
      if json {
        let values = misfits.map {
          JSONValue.object(["line": .integer($0.line), "misfit": .string("\($0.misfit)")])
        }
        print(
          JSONValue.object(["events": .integer(events.count), "misfits": .array(values)]).text
        )
      } else {
        for (line, misfit) in misfits { print("\(path): line \(line): \(misfit)") }
        print(
          fits
            ? "\(events.count) events, all fit" : "\(misfits.count) of \(events.count) do not fit"
        )
      }
    }
    if !fits { throw ExitCode(1) }
  }
}
