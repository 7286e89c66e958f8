import Charts
import Foundation
public import Interchange
import Probes
import Records
import Statistics

/// The report of a study of detectors: aggregate numbers alone.
public enum DetectorReport {
  /// Studies the runs of a table and writes `README.md`, charts and their data.
  ///
  /// - Returns: the path of the Markdown file.
  /// - Throws: `StoreError`, `PNGError`.
  public static func write(
    _ runs: [RunTable.Run],
    to target: String,
    version: String
  ) throws -> String {
    var writer = ReportWriter(version: version)
    writer.add("# Detectors of collapse")
    try add(DetectorStudy(runs), to: &writer)
    return try writer.write(to: target)
  }

  /// Adds what a study found.
  ///
  /// - Throws: `PNGError`.
  static func add(_ study: DetectorStudy, to writer: inout ReportWriter) throws {
    writer.add(counts(study))
    writer.add("## All runs\n")
    let all = study.results()
    writer.add(table(all))
    try writer.add(
      chart(all),
      name: "roc",
      summary: "ROC curves",
      caption: "",
      runs: []
    )
    writer.add("## Runs that trained\n")
    writer.add(table(study.results { $0.isTrained }))
    writer.add("## The name of the failure at the end\n")
    writer.add(naming(study))
  }

  private static func counts(_ study: DetectorStudy) -> String {
    let positives = study.cases.count { $0.isPositive }
    let trained = study.cases.count { $0.isTrained }
    let calibration = study.cases.count { $0.isCalibration }
    return "\(study.cases.count) runs with 50 epochs (\(study.leftOut) without are left out): "
      + "\(positives) end with 5 skips or more of 8, \(trained) trained. \(calibration) calibrate, "
      + "\(study.cases.count - calibration) score; the halves have the same share of every space and "
      + "outcome."
  }

  static func table(_ results: [DetectorStudy.Result]) -> String {
    var lines = [
      "| criterion | scored (positive) | AUC | precision | recall | calibrated threshold | precision "
        + "| recall | median lead, epochs |",
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += results.map { "| " + cells($0).joined(separator: " | ") + " |" }
    lines += [
      "",
      "Intervals hold 95 %: percentile bootstrap over runs for the AUC, Wilson for shares. Lead is "
        + "onset minus first decision at the default threshold, over the whole search.",
    ]
    lines += [""] + results.map { "- *\($0.criterion.id)*: \($0.criterion.summary)" }
    return lines.joined(separator: "\n")
  }

  private static func cells(_ result: DetectorStudy.Result) -> [String] {
    let now = result.atDefault
    var cells = [
      "\(result.criterion.id), \(Numbers.short(result.criterion.threshold))",
      "\(result.scored) (\(result.positives))",
      number(result.area, result.areaInterval),
      number(now.precision, now.precisionInterval()),
      number(now.recall, now.recallInterval()),
    ]
    cells.append(result.calibrated.map { Numbers.short($0) } ?? "none")
    if let best = result.atCalibrated {
      cells.append(number(best.precision, best.precisionInterval()))
      cells.append(number(best.recall, best.recallInterval()))
    } else {
      cells += ["", ""]
    }
    if let lead = Quantile.of(result.leads, 0.5).value {
      cells.append("\(Numbers.fixed(lead)) (n = \(result.leads.count))")
    } else {
      cells.append("none fired")
    }
    return cells
  }

  private static func number(_ value: Statistic, _ interval: Interval?) -> String {
    guard let found = value.value else { return "not defined: \(value.reason ?? "")" }
    let limits = interval.map {
      " [\(Numbers.fixed($0.lower, 2)), \(Numbers.fixed($0.upper, 2))]"
    }
    return Numbers.fixed(found, 2) + (limits ?? "")
  }

  private static func chart(_ results: [DetectorStudy.Result]) -> PanelContent {
    let series = results.compactMap { result in
      result.curve.map { curve in
        Series(
          result.criterion.id,
          x: curve.points.map { $0.falsePositiveRate },
          y: curve.points.map { $0.truePositiveRate }
        )
      }
    }
    guard !series.isEmpty else { return .absent("no criterion has both outcomes") }
    let figure = Figure(
      title: "Telling at epoch 25 who ends in skip connections",
      subtitle: "Scoring half; criteria on eigenvalues see the runs that have Hessians",
      chart: Lines(
        series: series,
        x: Axis("False positive rate", lower: 0, upper: 1),
        y: Axis("True positive rate", lower: 0, upper: 1)
      )
    )
    return .figure(figure, alternative: "ROC curves of \(series.count) criteria")
  }

  static func naming(_ study: DetectorStudy) -> String {
    let names = SearchHealth.allCases
    var lines = [
      "| what happened | " + names.map { $0.rawValue }.joined(separator: " | ") + " |",
      "| --- |" + String(repeating: " --- |", count: names.count),
    ]
    for row in study.naming {
      let cells = names.map { "\(row.counts[$0] ?? 0)" }
      lines.append("| \(row.truth) | " + cells.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n")
  }
}
