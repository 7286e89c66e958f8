import Charts
import Records
import Search

/// A metric over epochs: the mean of each arm, its seeds as thin lines, and the band between them.
struct ComparedCurvesPanel: ArmPanel {
  let id = "compare-curves"
  let summary = "a metric over epochs, mean and single seeds of each arm"
  let reading =
    "Thick lines are means, thin lines single seeds. Arms differ only where the bundles of thin "
    + "lines separate; where these overlap, the order of the means may be chance."

  func content(_ comparison: Comparison, metric: Metric, against: Metric?) -> PanelContent {
    let (factor, unit) = metric.axis
    var series: [Series] = []
    for arm in comparison.arms {
      let runs = arm.records.map { metric.samples($0) }.filter { !$0.isEmpty }
      guard !runs.isEmpty else { continue }
      // The mean ends where the shortest run ends.
      let epochs = runs.dropFirst().reduce(Set(runs[0].map(\.epoch))) {
        $0.intersection($1.map(\.epoch))
      }.sorted()
      let values = runs.map { run in
        run.filter { epochs.contains($0.epoch) }.map { factor * $0.measured.value }
      }
      let means = epochs.indices.map { index in
        values.reduce(0) { $0 + $1[index] } / Double(values.count)
      }
      series.append(
        Series(
          arm.name,
          x: epochs.map { Double($0) },
          y: means,
          lower: runs.count > 1 ? epochs.indices.map { i in values.map { $0[i] }.min() ?? 0 } : [],
          upper: runs.count > 1 ? epochs.indices.map { i in values.map { $0[i] }.max() ?? 0 } : []
        )
      )
      for (record, run) in zip(arm.records, runs) where runs.count > 1 {
        series.append(
          Series(
            "\(arm.name), seed \(record.spec.seed)",
            x: run.map { Double($0.epoch) },
            y: run.map { factor * $0.measured.value },
            companionOf: arm.name
          )
        )
      }
    }
    guard !series.isEmpty else { return .absent("no run measured \(metric.id)") }
    let crowd = comparison.isCrowded ? CrowdedCharts.panels(series, comparison, metric) : nil
    let most = comparison.arms.map(\.records.count).max() ?? 0
    let figure = Figure(
      title: ComparedWords.headline(comparison, metric),
      subtitle: "\(metric.label) by \(comparison.by)"
        + (most > 1 ? "; thin lines are single seeds, the band spans them" : "; one run each"),
      width: crowd == nil ? 880 : 1120,
      height: crowd?.height ?? 500,
      chart: crowd?.chart
        ?? Lines(
          series: series,
          x: Axis("Epoch", integersOnly: true),
          y: Axis(metric.label, unit: unit)
        )
    )
    return .figure(
      figure,
      alternative: "\(metric.label) over epochs by \(comparison.by). "
        + ComparedWords.list(comparison, metric)
    )
  }
}
