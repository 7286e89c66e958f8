import Charts
import Probes
import Records
import Search

/// Where the numbers come from: hashes, ledger head, and the machine.
struct RecordPanel: Panel {
  let id = "record"
  let summary = "the record behind the report: hashes, ledger head, environment"

  func content(_ record: SearchRecord) -> PanelContent {
    var rows = Self.hashes(record)
    rows += record.manifest.values.keys.sorted().map { key in
      [MarkdownText.plain(key), MarkdownText.plain(record.manifest.values[key] ?? "")]
    }
    return .markdown(MarkdownText.table(["", ""], rows))
  }

  /// What is the same on every machine.
  static func hashes(_ record: SearchRecord) -> [[String]] {
    let code = { (text: String) in MarkdownText.code(text, inTable: true) }
    return [
      ["spec (SHA-256)", code(record.started.specHash)],
      [
        "state after the last epoch",
        record.epochs.last.map { code($0.stateHash) } ?? "no epoch has ended",
      ],
      [
        "head of the ledger",
        record.ledgerHead.map { "\(code($0.hash)) after step \(Numbers.grouped($0.step))" }
          ?? "this run has no ledger",
      ],
    ]
  }
}
