import Charts
import Networks
import Probes
public import Records
import Search
import Training

/// The full report of one search: every panel under a heading.
public enum RunReport {
  /// Renders the run in `folder` into `target`.
  ///
  /// - Returns: the path of the Markdown file.
  /// - Throws: `StoreError`, `PNGError`.
  public static func write(
    _ folder: RunFolder,
    to target: String,
    version: String
  ) throws -> String {
    if try HistoryReader.isImported(folder) {
      return try HistoryReport.write(folder, to: target, version: version)
    }
    let record = try SearchRecord(folder)
    var writer = ReportWriter(version: version)
    writer.add("# \(record.spec.name)\n")
    if record.finished == nil {
      writer.add("*This run has not finished; the report shows the epochs so far.*\n")
    }
    for panel in PanelCatalog.all {
      writer.add("## \(heading(panel))\n")
      try writer.add(panel, record)
      writer.add("")
    }
    return try writer.write(to: target)
  }

  private static func heading(_ panel: any Panel) -> String {
    panel.summary.prefix(1).uppercased() + panel.summary.dropFirst()
  }
}
