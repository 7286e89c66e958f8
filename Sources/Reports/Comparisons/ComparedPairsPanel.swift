import Charts
import Records
import Search

/// One metric against another, a point per run.
struct ComparedPairsPanel: ArmPanel {
  let id = "compare-pairs"
  let summary = "one metric against another, a point per run, with fit and ranks"
  let reading =
    "If the horizontal number foretold the vertical one, the points would rise along a line and the "
    + "ranks at both margins would keep their order."

  func content(_ comparison: Comparison, metric: Metric, against: Metric?) -> PanelContent {
    guard let against else {
      return .absent("a second metric is needed: give it as 'against'")
    }
    let (factorX, unitX) = against.axis
    let (factorY, unitY) = metric.axis
    let groups = comparison.arms.map { arm in
      let points = arm.records.compactMap { record -> (x: Double, y: Double, seed: Int)? in
        guard let x = against.value(record)?.value, let y = metric.value(record)?.value else {
          return nil
        }
        return (factorX * x, factorY * y, record.spec.seed)
      }
      return Scatter.Group(
        arm.name,
        x: points.map(\.x),
        y: points.map(\.y),
        labels: points.map { "seed \($0.seed)" }
      )
    }
    let count = groups.reduce(0) { $0 + $1.x.count }
    guard count > 0 else { return .absent("no run measured both metrics") }
    let figure = Figure(
      title: "\(metric.label) against \(against.label.lowercasedFirst), \(count) runs",
      subtitle: "By \(comparison.by), at the end of each run",
      chart: Scatter(
        groups: groups,
        x: Axis(against.label, unit: unitX),
        y: Axis(metric.label, unit: unitY),
        showsFit: count > 3,
        showsRanks: count > 3
      )
    )
    return .figure(
      figure,
      alternative: "\(metric.label) against \(against.label.lowercasedFirst) of \(count) runs"
    )
  }
}
