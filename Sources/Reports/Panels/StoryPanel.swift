import Charts
import Networks
import Probes
import Records
import Search
import Training

/// The verdict in three sentences, taken from the numbers alone.
struct StoryPanel: Panel {
  let id = "story"
  let summary = "the verdict in three sentences"

  func content(_ record: SearchRecord) -> PanelContent {
    guard let first = record.epochs.first, let last = record.epochs.last else {
      return .absent("no epoch has ended")
    }
    return .markdown(
      [skips(record, first, last), losses(record, last), caution(record)].joined(separator: " ")
    )
  }

  /// What the search arrived at.
  private func skips(_ record: SearchRecord, _ first: SearchEpoch, _ last: SearchEpoch) -> String {
    let totals = CellKind.allCases.map { record.derivedCount($0) }
    let start =
      "In \(record.epochs.count) epochs the supernet went from "
      + "\(Numbers.percent(first.validation.accuracy)) to "
      + "**\(Numbers.percent(last.validation.accuracy))** validation accuracy, and the derived "
    return health(record)
      + (totals[1] == 0
        ? start
          + "architecture keeps **\(last.skips[0]) skip connections** among \(totals[0]) choices "
          + "(\(first.skips[0]) after the first epoch)."
        : start
          + "normal cell keeps **\(last.skips[0]) skip connections** among its \(totals[0]) edges "
          + "(\(first.skips[0]) after the first epoch), the reduction cell \(last.skips[1]).")
  }

  /// The verdict on collapse before the numbers it is about.
  private func health(_ record: SearchRecord) -> String {
    guard let history = try? HistoryReader.read(record.folder) else { return "" }
    return "**\(VerdictText.headline(CollapseJudge().judge(history)))**: "
  }

  /// What discretizing loses and how sharp the loss is.
  private func losses(_ record: SearchRecord, _ last: SearchEpoch) -> String {
    var parts: [String] = []
    if let gap = record.discretization.last {
      parts.append(
        "discretizing with inherited weights "
          + (gap.gap >= 0 ? "loses" : "gains")
          + " **\(Numbers.fixed(abs(100 * gap.gap))) points** "
          + "(\(Numbers.percent(gap.supernet.accuracy)) to \(Numbers.percent(gap.derived.accuracy)))"
      )
    }
    if let start = record.curvature.first, let end = record.curvature.last {
      let ratio = end.eigenvalue / start.eigenvalue
      parts.append(
        "the dominant eigenvalue of the alpha Hessian went from "
          + "\(Numbers.short(start.eigenvalue)) to \(Numbers.short(end.eigenvalue))"
          + (start.eigenvalue > 0 && ratio.isFinite && ratio > 0
            ? ", a factor of \(Numbers.short(ratio))" : "")
      )
    }
    if parts.isEmpty {
      return "Neither the loss by discretizing nor the curvature was measured."
    }
    return parts.joined(separator: "; ").capitalizedFirst + "."
  }

  /// How decided alpha is, and what one run cannot say.
  private func caution(_ record: SearchRecord) -> String {
    let seed = "this is one seed, and describes this run only"
    guard let strongest = MetricCatalog.metric("alpha.strongest")?.value(record)?.value else {
      return seed.capitalizedFirst + "."
    }
    let widths = record.layout.rows.map { Double($0.operations.count) }
    let uniform = widths.map { 1 / $0 }.reduce(0, +) / Double(max(1, widths.count))
    return
      "The strongest operation of an edge holds \(Numbers.percent(strongest)) of the weight on "
      + "average (evenly shared would be \(Numbers.percent(uniform))), so alpha is "
      + (strongest > 0.5 ? "largely decided" : "far from a discrete choice") + "; \(seed)."
  }
}
