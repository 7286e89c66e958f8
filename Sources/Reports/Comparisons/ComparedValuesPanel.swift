import Charts
import Records
import Search

/// The last value of a metric in every run, arm by arm.
struct ComparedValuesPanel: ArmPanel {
  let id = "compare-values"
  let summary = "a metric at the end of every run, one point each"
  let reading =
    "One point is one run. Arms whose clouds do not overlap differ; with two or three seeds even "
    + "that is a hint, not a proof."

  func content(_ comparison: Comparison, metric: Metric, against: Metric?) -> PanelContent {
    let (factor, unit) = metric.axis
    let samples = comparison.arms.map { arm in
      BoxStrip.Sample(arm.name, values: comparison.values(metric, arm).map { factor * $0 })
    }
    guard samples.contains(where: { !$0.values.isEmpty }) else {
      return .absent("no run measured \(metric.id)")
    }
    let isCrowded = comparison.isCrowded
    let figure = Figure(
      title: ComparedWords.headline(comparison, metric),
      subtitle: "\(metric.label) at the end by \(comparison.by), "
        + "\(comparison.records.count) runs"
        + (isCrowded ? "; mean with 95 % interval, dots are single runs" : ""),
      height: isCrowded ? CrowdedCharts.height(comparison) : 420,
      chart: isCrowded
        ? CrowdedCharts.rows(comparison, metric)
        : BoxStrip(samples: samples, y: Axis(metric.label, unit: unit))
    )
    return .figure(
      figure,
      alternative: "\(metric.label) at the end of each run by \(comparison.by). "
        + ComparedWords.list(comparison, metric)
    )
  }
}
