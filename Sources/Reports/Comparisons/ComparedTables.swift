import Charts
import Records
import Search

/// Tables of metrics over runs and arms.
enum ComparedTables {
  /// One row per arm: its runs and the mean of each metric with its interval.
  static func arms(_ comparison: Comparison, _ metrics: [Metric]) -> String {
    MarkdownText.table(
      [MarkdownText.plain(comparison.by), "runs"] + metrics.map(\.label),
      comparison.arms.map { arm in
        [MarkdownText.plain(arm.name), "\(arm.records.count)"]
          + metrics.map { $0.cell(comparison.measured($0, arm)) }
      }
    )
  }

  /// One row per run.
  static func runs(_ comparison: Comparison, _ metrics: [Metric]) -> String {
    MarkdownText.table(
      ["run", MarkdownText.plain(comparison.by), "seed"] + metrics.map(\.label),
      comparison.arms.flatMap { arm in
        arm.records.map { record in
          [
            MarkdownText.code(record.folder.name, inTable: true), MarkdownText.plain(arm.name),
            "\(record.spec.seed)",
          ] + metrics.map { $0.cell($0.value(record)) }
        }
      }
    )
  }
}
