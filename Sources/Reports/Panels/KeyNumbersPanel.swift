import Charts
import Probes
import Search

/// The numbers of a run with their intervals.
struct KeyNumbersPanel: Panel {
  let id = "key-numbers"
  let summary = "the key numbers with their intervals"

  func content(_ record: SearchRecord) -> PanelContent {
    let rows = MetricCatalog.all.filter(\.isKey).map { metric -> [String] in
      guard let measured = metric.value(record) else {
        return [metric.label, "not measured", "", metric.meaning]
      }
      return [
        metric.label, "**\(metric.text(measured.value))**", metric.interval(measured),
        metric.meaning,
      ]
    }
    return .markdown(
      MarkdownText.table(["at the end", "value", "95 % interval", "what it is"], rows)
        + "\n\nIntervals are over the \(Numbers.grouped(record.started.architectureImages)) "
        + "validation images (Wilson; Newcombe for the difference, which is wider than it need be "
        + "because both networks saw the same images). They say nothing about another seed."
    )
  }
}
