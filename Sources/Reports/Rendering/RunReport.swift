public import Charts
import Networks
import Probes
public import Records
import Search
import Training

/// The full report of one search: the verdict first, then numbers, charts and where it all comes
/// from.
public enum RunReport {
  /// The page of the run in `folder`.
  ///
  /// - Throws: `StoreError`, `PNGError`.
  public static func page(
    _ folder: RunFolder,
    version: String,
    theme: Theme = .light
  ) throws -> ReportPage {
    if try HistoryReader.isImported(folder) {
      return try HistoryReport.page(folder, version: version, theme: theme)
    }
    let record = try SearchRecord(folder)
    var writer = ReportWriter(version: version, theme: theme)
    writer.add("# \(MarkdownText.plain(record.spec.name))")
    if record.finished == nil {
      writer.add("> This run has not finished; the report shows the epochs so far.")
    }
    if record.hasTornLine {
      writer.add("> The last line of the event log was cut short and is left out.")
    }
    writer.add("## Verdict")
    let contents = PanelCatalog.all.map { (panel: $0, content: $0.content(record)) }
    func add(_ ids: [String]) throws {
      for id in ids {
        guard let found = contents.first(where: { $0.panel.id == id }) else { continue }
        try writer.add(
          found.content,
          name: id,
          summary: found.panel.summary,
          caption: "",
          runs: [record.folder.name]
        )
      }
    }
    try add(["story"])
    writer.add("## Key numbers")
    try add(["key-numbers"])
    writer.add("## Charts")
    var words: [(panel: any Panel, content: PanelContent)] = []
    let placed = ["story", "key-numbers", "setup", "record"]
    for (panel, content) in contents where !placed.contains(panel.id) {
      guard case .figure = content else {
        words.append((panel, content))
        continue
      }
      writer.add("### \(panel.summary.capitalizedFirst)")
      try writer.add(
        content,
        name: panel.id,
        summary: panel.summary,
        caption: panel.reading,
        runs: [record.folder.name]
      )
    }
    for (panel, content) in words {
      if case .markdown = content { writer.add("### \(panel.summary.capitalizedFirst)") }
      try writer.add(content, name: panel.id, summary: panel.summary, caption: "", runs: [])
    }
    writer.add("## Method, data and seed")
    try add(["setup"])
    writer.add("## Record")
    try add(["record"])
    writer.add("## Reproduce")
    writer.add(Self.reproduction(of: [folder]))
    return writer.page(title: record.spec.name)
  }

  /// How to get the same runs again, bit for bit.
  static func reproduction(of folders: [RunFolder]) -> String {
    let commands = folders.map { "dartboard search --spec \(shell($0.specPath))" }
    return MarkdownText.block(commands.joined(separator: "\n"), language: "sh")
      + "\n\nThe same spec gives the same events and the same state, on any number of threads; give "
      + "another folder with `--out` to keep both and compare them."
  }

  /// A word for a shell.
  private static func shell(_ word: String) -> String {
    let isPlain = word.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0))
    }
    return isPlain && !word.hasPrefix("-")
      ? word : "'" + MarkdownText.line(word).replacing("'", with: "'\\''") + "'"
  }

  /// Renders the run in `folder` into `target`.
  ///
  /// - Returns: the path of the Markdown file.
  /// - Throws: `StoreError`, `PNGError`.
  public static func write(
    _ folder: RunFolder,
    to target: String,
    version: String
  ) throws -> String {
    try page(folder, version: version).write(to: target)
  }
}
