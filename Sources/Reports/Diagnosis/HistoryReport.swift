public import Charts
import Interchange
import Networks
public import Probes
public import Records
import Search

/// The report of an imported search: everything its history holds, under headings.
public enum HistoryReport {
  /// The page of the run in `folder`.
  ///
  /// - Throws: `StoreError`, `PNGError`.
  public static func page(
    _ folder: RunFolder,
    version: String,
    theme: Theme = .light
  ) throws -> ReportPage {
    let spec = try folder.spec(as: ImportedSearch.self)
    let history = try HistoryReader.read(folder)
    var writer = ReportWriter(version: version, theme: theme)
    writer.add("# \(MarkdownText.plain(spec.name))")
    writer.add("## Verdict\n")
    writer.add(VerdictText.markdown(CollapseJudge().judge(history)))
    writer.add("## What was imported\n")
    writer.add(setup(spec, history))
    let charts: [(name: String, summary: String, content: PanelContent)] = [
      ("curves", "accuracy of the supernet over epochs", HistoryCharts.accuracy(history)),
      ("skips", "skip connections of the derived cells over epochs", HistoryCharts.skips(history)),
      (
        "eigenvalue", "dominant eigenvalue of the alpha Hessian over epochs",
        HistoryCharts.eigenvalue(history)
      ),
      ("alpha", "how decided the operation weights are", HistoryCharts.entropy(history)),
    ]
    for chart in charts {
      writer.add("## \(chart.summary.prefix(1).uppercased())\(chart.summary.dropFirst())\n")
      try writer.add(
        chart.content,
        name: chart.name,
        summary: chart.summary,
        caption: "",
        runs: [folder.name]
      )
    }
    if let genotype = history.epochs.last(where: { $0.genotype != nil })?.genotype {
      writer.add("## The derived genotype\n")
      writer.add(MarkdownText.block(genotype, language: "python"))
    }
    return writer.page(title: spec.name)
  }

  /// Renders the run in `folder` into `target`.
  ///
  /// - Returns: the path of the Markdown file.
  /// - Throws: `StoreError`, `PNGError`.
  public static func write(
    _ folder: RunFolder,
    to target: String,
    version: String
  ) throws -> String {
    try page(folder, version: version).write(to: target)
  }

  private static func setup(_ spec: ImportedSearch, _ history: SearchHistory) -> String {
    let unknown = "not stated"
    var rows: [(String, String)] = [
      ("source", spec.source),
      ("space", spec.space ?? unknown),
      ("method", spec.method ?? unknown),
      (
        "data",
        (spec.dataset ?? unknown) + (spec.classes.map { ", \($0) classes" } ?? "")
      ),
      ("seed", spec.seed.map { "\($0)" } ?? unknown),
      (
        "epochs",
        "\(history.epochs.count)" + (spec.plannedEpochs.map { " of \($0) planned" } ?? "")
      ),
      ("weight decay", spec.weightDecay.map { "\($0)" } ?? unknown),
      ("drop path", spec.dropPath.map { "\($0)" } ?? unknown),
    ]
    var files: [[String]] = []
    for file in spec.files {
      files.append([
        MarkdownText.code(file.name, inTable: true),
        "SHA-256 " + MarkdownText.code(file.sha256, inTable: true),
      ])
    }
    rows += spec.decisions.map { ("decided", $0) }
    rows += spec.notes.map { ("note", $0) }
    let named = rows.map { [$0.0, MarkdownText.plain($0.1)] }
    return MarkdownText.table(["", ""], named + files)
  }
}

/// Verdicts in words.
public enum VerdictText {
  /// Markdown: the verdict, its evidence and what to do.
  static func markdown(_ verdict: CollapseVerdict) -> String {
    var lines = ["**\(headline(verdict))**", ""]
    lines += verdict.evidence.map { "- \(MarkdownText.plain($0.text.capitalizedFirst))." }
    if !verdict.remedies.isEmpty {
      lines += ["", "What to do:", ""]
      lines += verdict.remedies.map { remedy in
        "- " + (remedy.method.map { "\(MarkdownText.code($0)): " } ?? "") + remedy.advice + "."
      }
    }
    return lines.joined(separator: "\n")
  }

  /// One line.
  public static func headline(_ verdict: CollapseVerdict) -> String {
    let words =
      switch verdict.verdict {
      case .healthy: "Healthy"
      case .collapsing: "Collapsing"
      case .collapsed: "Collapsed to skip connections"
      case .notTrained: "Not trained"
      case .undecided: "Undecided"
      }
    return words + (verdict.onsetEpoch.map { " since epoch \($0)" } ?? "")
      + " (confidence \(Numbers.fixed(verdict.confidence, 2)))"
  }
}
