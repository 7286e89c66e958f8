/// A chart or a text made from several searches together: one file per panel, one line in
/// `GroupPanelCatalog`.
public protocol GroupPanel: Sendable {
  /// The name in notebooks; never changed once published.
  var id: String { get }
  /// What it shows.
  var summary: String { get }
  /// What a reader should look for in it, one or two sentences; empty for nothing to add.
  var reading: String { get }
  /// What is rendered.
  func content(_ records: [SearchRecord]) -> PanelContent
}

extension GroupPanel {
  /// Nothing to add.
  public var reading: String { "" }
}

/// The panels of several runs, one line each.
public enum GroupPanelCatalog {
  /// Every panel in the order documentation lists them.
  public static let all: [any GroupPanel] = [
    ComparisonPanel(),
    SeedAgreementPanel(),
    TrueAccuraciesPanel(),
    CollapseVerdictsPanel(),
    CollapseRatesPanel(),
    SettlingPanel(),
    FourErrorsPanel(),
    FourErrorsTablePanel(),
    GradientErrorsPanel(),
    GradientCosinesPanel(),
    GradientOperationsPanel(),
    GradientNoisePanel(),
    GradientNoiseTablePanel(),
  ]

  /// The panel named `id`, or nil.
  public static func panel(_ id: String) -> (any GroupPanel)? {
    all.first { $0.id == id }
  }
}

/// A Markdown table.
enum MarkdownTable {
  /// Rows of cells under a header; the first column is text, the others are numbers.
  static func text(_ header: [String], _ rows: [[String]]) -> String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    let rule = header.indices.map { $0 == 0 ? "---" : "---:" }
    return ([line(header), line(rule)] + rows.map { line($0) }).joined(separator: "\n")
  }
}
