import Charts
import Probes
import Search

/// The numbers of a run with their intervals.
struct KeyNumbersPanel: Panel {
  let id = "key-numbers"
  let summary = "the key numbers with their intervals"

  func content(_ record: SearchRecord) -> PanelContent {
    var rows: [[String]] = []
    var missing: [String] = []
    for metric in MetricCatalog.all where metric.isKey {
      guard let measured = metric.value(record) else {
        missing.append(metric.label)
        continue
      }
      rows.append([
        metric.label, "**\(metric.text(measured.value))**", metric.interval(measured),
        metric.meaning,
      ])
    }
    return .markdown(
      MarkdownText.table(["at the end", "value", "95 % interval", "what it is"], rows)
        + "\n\nIntervals are over the \(Numbers.grouped(record.started.architectureImages)) "
        + "validation images (Wilson; Newcombe for the difference, which is wider than it need be "
        + "because both networks saw the same images). They say nothing about another seed."
        + (missing.isEmpty
          ? "" : " Not measured: " + missing.map(\.lowercasedFirst).joined(separator: ", ") + ".")
    )
  }
}
