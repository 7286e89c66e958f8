import Charts
import Records
import Search

/// The mean of a metric in each arm with its 95 % interval.
struct ComparedBarsPanel: ArmPanel {
  let id = "compare-bars"
  let summary = "the mean of a metric in each arm with its interval"
  let reading =
    "Whiskers are 95 % intervals over seeds, or over images where an arm is a single run. With two "
    + "seeds they are very wide, and rightly so."

  func content(_ comparison: Comparison, metric: Metric, against: Metric?) -> PanelContent {
    let (factor, unit) = metric.axis
    let measured = comparison.arms.map { comparison.measured(metric, $0) }
    guard measured.contains(where: { $0 != nil }) else {
      return .absent("no run measured \(metric.id)")
    }
    let errors = measured.map { value -> Double in
      guard let lower = value?.lower, let upper = value?.upper else { return .nan }
      return factor * (upper - lower) / 2
    }
    let bars = Bars(
      groups: comparison.arms.map(\.name),
      series: [
        Bars.Series(
          metric.label,
          values: measured.map { factor * ($0?.value ?? .nan) },
          errors: errors
        )
      ],
      y: Axis(metric.label, unit: unit, lower: metric.unit == .share ? 0 : nil)
    )
    let isCrowded = comparison.isCrowded
    let figure = Figure(
      title: ComparedWords.headline(comparison, metric),
      subtitle:
        "Mean \(metric.label.lowercasedFirst) at the end by \(comparison.by), 95 % intervals",
      height: isCrowded ? CrowdedCharts.height(comparison) : 420,
      chart: isCrowded ? CrowdedCharts.rows(comparison, metric) : bars
    )
    return .figure(
      figure,
      alternative: "Mean \(metric.label.lowercasedFirst) by \(comparison.by). "
        + ComparedWords.list(comparison, metric)
    )
  }
}
