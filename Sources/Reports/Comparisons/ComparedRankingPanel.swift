import Charts
import Records
import Search

/// The arms by the mean of a metric, the highest first, with intervals and the baseline's line.
struct ComparedRankingPanel: ArmPanel {
  let id = "compare-ranking"
  let summary = "the arms ranked by the mean of a metric, with intervals and the baseline's line"
  let reading =
    "A dot is the mean over seeds, its line the 95 % interval of that mean. An interval that holds the "
    + "baseline's line does not separate the arm from the baseline; among many arms a few lie aside by "
    + "chance."

  func content(_ comparison: Comparison, metric: Metric, against: Metric?) -> PanelContent {
    let (factor, unit) = metric.axis
    let ranked = ComparedWords.ranked(comparison, metric)
    guard !ranked.isEmpty else { return .absent("no run measured \(metric.id)") }
    let baseline = ranked.first { $0.name == comparison.baseline }
    let figure = Figure(
      title: ComparedWords.headline(comparison, metric),
      subtitle: "Mean \(metric.label.lowercasedFirst) at the end by \(comparison.by), "
        + "95 % intervals over seeds",
      height: max(240, 110 + 19 * Double(ranked.count)),
      chart: Intervals(
        rows: ranked.map {
          Intervals.Row(
            $0.name,
            value: factor * $0.value.value,
            lower: factor * ($0.value.lower ?? .nan),
            upper: factor * ($0.value.upper ?? .nan)
          )
        },
        x: Axis(metric.label, unit: unit),
        markers: baseline.map { [VerticalMarker($0.name, x: factor * $0.value.value)] } ?? []
      )
    )
    return .figure(
      figure,
      alternative: "\(metric.label) by \(comparison.by), ranked. "
        + ComparedWords.list(comparison, metric)
    )
  }
}
