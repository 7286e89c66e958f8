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
      return .absent("no sampled architectures were scored and trained alone")
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
        + "training alone; 95 % bootstrap interval over architectures",
      chart: Scatter(
        groups: [
          group("fewer parameter-free operations") { $0 < half },
          group("more parameter-free operations") { $0 >= half },
        ],
        x: Axis("Accuracy with inherited weights", unit: "%"),
        y: Axis("Accuracy trained alone", unit: "%")
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
      return .absent("no sampled architectures were scored and trained alone")
    }
    let reports = data.scores.map { data.report($0.values) }
    func cell(_ value: Statistic, _ interval: Interval?) -> String {
      guard let number = value.value else { return "undefined: \(value.reason ?? "")" }
      return Numbers.fixed(number, 2)
        + (interval.map { " [\(Numbers.fixed($0.lower, 2)), \(Numbers.fixed($0.upper, 2))]" } ?? "")
    }
    var rows = reports[0].entries.map { entry in
      [entry.name]
        + reports.map { report in
          report.entry(entry.name).map { cell($0.value, $0.interval) } ?? ""
        }
    }
    rows.append(
      ["ceiling: tau-b of two trainings"]
        + reports.map { cell($0.ceiling, $0.ceilingInterval) }
    )
    return .markdown(
      MarkdownTable.text(["statistic"] + data.scores.map { $0.name }, rows)
        + "\n\n\(data.truth.count) architectures, 95 % bootstrap intervals over them; regret in points."
    )
  }
}

/// The sampled architectures that were trained alone.
struct RankingData {
  let ids: [String]
  let parameterFree: [Double]
  /// What ranks; the first is accuracy with batch statistics.
  let scores: [(name: String, values: [Double])]
  /// Mean accuracy alone.
  let truth: [Double]
  /// Two trainings of each, when there are two of all.
  let repeats: (one: [Double], other: [Double])?

  /// nil when fewer than two were trained.
  init?(_ record: SearchRecord) {
    guard let ranking = record.ranking else { return nil }
    let results = record.trainings.keys.sorted().flatMap { record.trainings[$0] ?? [] }
    let trained = ranking.entries.map { entry in
      results.filter { $0.genotype == entry.genotype }.sorted { $0.seed < $1.seed }
    }
    let places = trained.indices.filter { !trained[$0].isEmpty }
    guard places.count >= 2 else { return nil }
    let entries = places.map { ranking.entries[$0] }
    ids = entries.indices.map { "\($0)" }
    parameterFree = entries.map { $0.parameterFree }
    scores = [
      ("accuracy, batch statistics", entries.map { $0.accuracy }),
      ("loss, batch statistics", entries.map { -$0.loss }),
      ("accuracy, running statistics", entries.map { $0.runningAccuracy }),
      ("accuracy, recalibrated", entries.map { $0.recalibratedAccuracy }),
      ("few parameter-free operations", entries.map { -$0.parameterFree }),
    ]
    truth = places.map { place in
      trained[place].reduce(0) { $0 + $1.test.accuracy } / Double(trained[place].count)
    }
    repeats =
      places.allSatisfy { trained[$0].count >= 2 }
      ? (
        places.map { trained[$0][0].test.accuracy }, places.map { trained[$0][1].test.accuracy }
      ) : nil
  }

  /// Statistics of a score.
  func report(_ score: [Double]) -> RankingReport {
    RankingReport(ids: ids, score: score, truth: truth, repeats: repeats)
  }
}
