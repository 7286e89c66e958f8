import ArgumentParser
import Charts
import Foundation
import Records

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say where a chart comes from.",
    discussion: """
      Every PNG carries the name of its figure, the runs it shows, the SHA-256 of its numbers and the \
      version that drew it. The numbers stand beside it as CSV; they are checked against the hash.
      """
  )

  @Argument(help: "A PNG file that Dartboard drew.") var figure: String
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    try Failure.reporting(json: json) {
      guard let file = FileManager.default.contents(atPath: figure) else {
        throw StoreError.io(path: figure, action: "read", reason: "no such file")
      }
      let found: Provenance?
      do {
        found = try PNGProvenance.read(from: file)
      } catch let error as PNGError {
        throw damaged("a PNG with text chunks", error.description)
      }
      guard let found else { throw damaged("a PNG that Dartboard drew", "one without its chunks") }
      let table = figure.hasSuffix(".png") ? String(figure.dropLast(4)) + ".csv" : figure + ".csv"
      let state: String
      if let data = FileManager.default.contents(atPath: table) {
        let hash = data.withUnsafeBytes { Hashing.sha256($0) }
        state =
          hash == found.data ? "matches" : "differs: the CSV was changed or is of another chart"
      } else {
        state = "missing"
      }
      if json {
        let value = JSONValue.object([
          "figure": .string(found.figure), "runs": .string(found.runs),
          "data": .string(found.data), "engine": .string(found.engine), "csv": .string(state),
        ])
        return print(value.text)
      }
      print("figure  \(found.figure)")
      print("runs    \(found.runs)")
      print("data    \(found.data) (SHA-256)")
      print("engine  \(found.engine)")
      print("csv     \(table) \(state)")
      if let run = found.runs.split(separator: " ").first, !found.runs.contains(" ") {
        print("next    dartboard report \(run) --explain \(found.figure)")
      }
    }
  }

  private func damaged(_ expected: String, _ got: String) -> StoreError {
    .damaged(
      path: figure,
      place: "its chunks",
      expected: expected,
      got: got,
      remedy: "give a figure of a report"
    )
  }
}
