import Charts
import Networks
import Probes
import Records
import Search
import Statistics

/// The angle between each estimate of the alpha gradient and the truth, at both points.
struct GradientCosinesPanel: GroupPanel {
  let id = "gradient-cosines"
  let summary = "cosine between estimates of the alpha gradient and the truth"
  let reading =
    "One is the right direction, zero no better than chance, below zero alpha is led away. Bars of one "
    + "group differ only by where the estimate was taken."

  func content(_ records: [SearchRecord]) -> PanelContent {
    let events = records.flatMap { $0.hypergradient }
    guard let first = events.first else { return .absent("the hypergradient probe was off") }
    var names: [String] = []
    for estimate in first.estimates where !names.contains(estimate.name) {
      names.append(estimate.name)
    }
    func values(_ name: String, _ point: String) -> [Double] {
      events.compactMap { event in
        event.estimates.first { $0.name == name && $0.point == point }?.comparison.cosine
      }.filter { $0.isFinite }
    }
    let points = [
      ("solution", "at the solved inner problem"), ("current", "at the search's weights"),
    ]
    let series = points.map { point, label in
      Bars.Series(label, means: names.map { Measured.mean(values($0, point)) })
    }
    // Half of the chart would be empty where nothing points away from the truth.
    let isPositive = series.allSatisfy { one in
      zip(one.values, one.errors).allSatisfy { !($0 - max(0, $1) < 0) }
    }
    let plain = Summary(values("first-order", "current"))?.mean ?? .nan
    let figure = Figure(
      title: "The first-order gradient has cosine \(Numbers.fixed(plain, 2)) with the true one",
      subtitle:
        "Mean of \(events.count) measurements with 95 % intervals within \u{00B1}1; row means removed",
      chart: Bars(
        groups: names,
        series: series,
        y: Axis("Cosine to the truth", lower: isPositive ? 0 : -1, upper: 1)
      )
    )
    return .figure(
      figure,
      alternative: "Cosine to the true gradient: "
        + zip(names, series[1].values).map { "\($0) \(Numbers.fixed($1, 2))" }
        .joined(separator: ", ")
    )
  }
}

/// Cosine, relative norm and sign agreement of each estimate apart for every operation.
struct GradientOperationsPanel: GroupPanel {
  let id = "gradient-operations"
  let summary = "cosine, relative norm and sign agreement of estimates for every operation"

  func content(_ records: [SearchRecord]) -> PanelContent {
    let events = records.flatMap { $0.hypergradient }
    guard let first = events.first else { return .absent("the hypergradient probe was off") }
    // `none` has no part in the network; its gradient is that of the row's mean alone.
    let operations = first.estimates.first?.operations.map { $0.name } ?? []
    let rows = first.estimates.filter { $0.point == "current" }.map { estimate in
      [estimate.name]
        + operations.map { name in
          let own = events.compactMap { event in
            event.estimates.first { $0.name == estimate.name && $0.point == "current" }?
              .operations.first { $0.name == name }
          }
          func mean(_ value: (HypergradientMeasured.Operation) -> Double) -> String {
            let finite = own.map(value).filter { $0.isFinite }
            return Summary(finite).map { Numbers.fixed($0.mean, 2) } ?? "-"
          }
          return "\(mean { $0.cosine }) / \(mean { $0.normRatio }) / \(mean { $0.signs })"
        }
    }
    return .markdown(
      MarkdownTable.text(["estimate"] + operations, rows)
        + "\n\nCosine / norm over the true norm / share of right signs, over the operation's alphas, at "
        + "the search's weights; mean of \(events.count) measurements."
    )
  }
}
