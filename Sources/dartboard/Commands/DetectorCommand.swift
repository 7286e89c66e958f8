import ArgumentParser
import Foundation
import Interchange
import Records
import Reports

struct DetectorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detector",
    abstract: "Score detectors of collapse on a table of published searches.",
    discussion: """
      From the first half of each search: will the final normal cell have 5 or more skip connections \
      of 8? A notebook asks the same with a block `detector`. Thresholds are chosen on half of the runs and scored on the other half. The report holds \
      aggregate numbers, never the table.
      """
  )

  @Argument(help: "A CSV table, such as the summary of the published RobustDARTS runs.")
  var table: String
  @Option(help: "Where the report goes.") var into = "reports/detector"
  @Flag(help: "Print the result as JSON.") var json = false

  func run() throws {
    try Failure.reporting(json: json) {
      let path = try DetectorReport.write(
        try RunTable.read(table),
        to: into,
        version: Version.text
      )
      print(json ? JSONValue.object(["report": .string(path)]).text : "report: \(path)")
    }
  }
}
