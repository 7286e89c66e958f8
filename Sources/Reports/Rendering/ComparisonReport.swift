public import Charts
import Probes
public import Records
import Search

/// The report of several searches side by side.
public enum ComparisonReport {
  /// The page of the runs in `folders`, grouped by what their specs differ in; `metric` is what the
  /// verdict is about.
  ///
  /// - Throws: `StoreError`, `PNGError`.
  public static func page(
    _ folders: [RunFolder],
    metric: Metric,
    version: String,
    theme: Theme = .light
  ) throws -> ReportPage {
    let comparison = try Comparison(folders.map { try SearchRecord($0) })
    let title = "\(comparison.records.count) searches by \(comparison.by)"
    let runs = comparison.records.map { $0.folder.name }
    var writer = ReportWriter(version: version, theme: theme)
    writer.add("# \(MarkdownText.plain(title))")
    let open = comparison.records.filter { $0.finished == nil }
    if !open.isEmpty {
      writer.add(
        "> Not finished: "
          + open.map { MarkdownText.code($0.folder.name) }.joined(separator: ", ") + "."
      )
    }
    writer.add("## Verdict")
    writer.add(ComparedWords.verdict(comparison, metric))
    writer.add("## Key numbers")
    let measured = MetricCatalog.all.filter { metric in
      comparison.records.contains { metric.value($0) != nil }
    }
    writer.add(ComparedTables.arms(comparison, measured))
    writer.add(
      "Means over the runs of an arm with Student's 95 % interval; for a single run the interval "
        + "over validation images."
    )
    writer.add("## Charts")
    let shown: [(any ArmPanel, String)] = [
      (ComparedCurvesPanel(), metric.id), (ComparedValuesPanel(), metric.id),
      (ComparedCurvesPanel(), "supernet.accuracy"), (ComparedCurvesPanel(), "skips.normal"),
      (ComparedCurvesPanel(), "curvature.last"), (ComparedBarsPanel(), "discretization.gap"),
    ]
    var done: Set<String> = []
    for (panel, id) in shown {
      guard let metric = MetricCatalog.metric(id), done.insert("\(panel.id) \(id)").inserted else {
        continue
      }
      writer.add("### \(metric.label): \(panel.summary)")
      try writer.add(
        panel.content(comparison, metric: metric, against: nil),
        name: "\(panel.id)-\(metric.id)",
        summary: panel.summary,
        caption: panel.reading,
        runs: runs
      )
    }
    writer.add("## Every run")
    writer.add(ComparedTables.runs(comparison, measured))
    writer.add("## Record")
    writer.add(
      MarkdownText.table(
        ["run", "spec (SHA-256)", "state after the last epoch", "head of the ledger"],
        comparison.records.map { record in
          [MarkdownText.code(record.folder.name, inTable: true)]
            + RecordPanel.hashes(record).map { $0[1] }
        }
      )
    )
    writer.add("## Reproduce")
    writer.add(RunReport.reproduction(of: folders))
    return writer.page(title: title)
  }
}
