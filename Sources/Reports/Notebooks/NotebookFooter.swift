import Foundation
import Records
import Search

/// What a report was made from and how to make it again; the same on every machine.
enum NotebookFooter {
  /// More runs than this stand in a file beside the page.
  static let rowLimit = 24
  /// That file.
  static let file = "runs.csv"

  /// Says at the top of a page that it is not the experiment its notebook is about.
  static func notice(_ notebook: Notebook) -> String {
    "> This is the profile `\(notebook.profile)` of the notebook: a variant that shows whether the "
      + "notebook still gives what it gave. Its own profile is `\(notebook.front.profile)`, with "
      + "[its report](../README.md); what the text says about results is about that one."
  }

  /// Adds profile, runs with their hashes, and the command.
  static func add(_ notebook: Notebook, _ results: NotebookResults, to writer: inout ReportWriter) {
    writer.add("## Made from")
    let up = notebook.isOwnProfile ? "../.." : "../../.."
    writer.add(
      "\(profile(notebook)) of [\(notebook.name).md](\(up)/notebooks-md/\(notebook.name).md)."
    )
    let header = ["run", "seed", "spec (SHA-256)", "state after the last epoch"]
    let rows = notebook.searches.compactMap { spec -> [String]? in
      guard let record = results.record(spec.name) else { return nil }
      return [
        spec.name, "\(spec.seed)", record.started.specHash, record.epochs.last?.stateHash ?? "",
      ]
    }
    if rows.isEmpty {
      // Made from files alone.
    } else if rows.count <= rowLimit {
      writer.add(
        MarkdownText.table(
          header,
          rows.map { row in
            [MarkdownText.code(row[0], inTable: true), row[1]]
              + row[2...].map { MarkdownText.code($0, inTable: true) }
          }
        )
      )
    } else {
      let table = ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
      writer.addFile(Data(table.utf8), named: file)
      writer.add(
        "\(rows.count) runs, each with its seed and the hashes of its spec and its last state:"
      )
      writer.add("[runs](\(file))")
    }
    let option = notebook.isOwnProfile ? "" : " --profile \(notebook.profile)"
    let command = "dartboard run notebooks-md/\(notebook.name).md\(option)"
    writer.add(MarkdownText.block(command, language: "sh"))
  }

  /// The sentence by which a page says its profile.
  static func profile(_ notebook: Notebook) -> String { "Profile `\(notebook.profile)`" }
}
