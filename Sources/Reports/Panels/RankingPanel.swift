import Charts
import Networks
import Probes
import Records
import Search
import Statistics
import Training

/// Inherited against standalone accuracy of the sampled architectures.
struct RankingPanel: Panel {
  let id = "ranking"
  let summary = "accuracy with inherited weights against accuracy trained alone"

  func content(_ record: SearchRecord) -> PanelContent {
    guard let data = RankingData(record) else {
      return .absent("no sampled architectures were scored and either trained alone or looked up")
    }
    let tau = data.report(data.scores[0].values).entry("tau-b")
    let half = data.parameterFree.sorted()[data.parameterFree.count / 2]
    func group(_ name: String, _ isIn: (Double) -> Bool) -> Scatter.Group {
      let places = data.parameterFree.indices.filter { isIn(data.parameterFree[$0]) }
      return Scatter.Group(
        name,
        x: places.map { 100 * data.scores[0].values[$0] },
        y: places.map { 100 * data.truth[$0] }
      )
    }
    let figure = Figure(
      title:
        "The supernet ranks with tau-b \(tau?.value.value.map { Numbers.fixed($0, 2) } ?? "undefined")"
        + (tau?.interval.map { " [\(Numbers.fixed($0.lower, 2)), \(Numbers.fixed($0.upper, 2))]" }
          ?? ""),
      subtitle:
        "\(data.truth.count) architectures; inherited weights with batch statistics against "
        + "\(data.truthName.lowercasedFirst); 95 % bootstrap interval over architectures",
      chart: Scatter(
        groups: [
          group("fewer parameter-free operations") { $0 < half },
          group("more parameter-free operations") { $0 >= half },
        ],
        x: Axis("Accuracy with inherited weights", unit: "%"),
        y: Axis(data.truthName, unit: "%")
      )
    )
    return .figure(figure, alternative: figure.title)
  }
}

/// Rank correlations with intervals and the ceiling, as a table.
struct RankingTablePanel: Panel {
  let id = "ranking-table"
  let summary = "how well the supernet ranks architectures"

  func content(_ record: SearchRecord) -> PanelContent {
    guard let data = RankingData(record) else {
      return .absent("no sampled architectures were scored and either trained alone or looked up")
    }
    let reports = data.scores.map { data.report($0.values) }
    var rows = reports[0].entries.map { entry in
      [entry.name]
        + reports.map { report in
          report.entry(entry.name).map { Self.cell($0.value, $0.interval) } ?? ""
        }
    }
    rows.append(
      ["ceiling: tau-b of two trainings"]
        + reports.map { Self.cell($0.ceiling, $0.ceilingInterval) }
    )
    return .markdown(
      MarkdownTable.text(["statistic"] + data.scores.map { $0.name }, rows)
        + "\n\nAgainst \(data.truthName.lowercasedFirst) of \(data.truth.count) architectures, 95 % "
        + "bootstrap intervals over them; regret in points, among these architectures."
    )
  }

  /// A statistic with its interval, or why there is none.
  static func cell(_ value: Statistic, _ interval: Interval?) -> String {
    guard let number = value.value else { return "undefined: \(value.reason ?? "")" }
    return Numbers.fixed(number, 2)
      + (interval.map { " [\(Numbers.fixed($0.lower, 2)), \(Numbers.fixed($0.upper, 2))]" } ?? "")
  }
}
