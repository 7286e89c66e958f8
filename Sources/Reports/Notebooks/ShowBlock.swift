import Records

/// What a `show`, `chart`, `table` or `verdict` block asks for.
public struct ShowBlock: Sendable {
  /// The kinds of content.
  public enum Content: Sendable, Hashable {
    /// A panel, of a run, of several, or of the arms of a comparison.
    case panel(String)
    /// A table of metrics.
    case table(TableRows)
    /// The verdict in three sentences.
    case verdict
  }

  /// The rows of a table.
  public enum TableRows: String, Sendable, Hashable, CaseIterable {
    /// One an arm.
    case arms
    /// One a run.
    case runs
    /// One an arm, the highest of the first metric first.
    case ranked
  }

  /// What to show.
  public let content: Content
  /// Names of runs and sweeps; empty for the last above.
  public let runs: [String]
  /// The key whose values are compared, or nil.
  public let by: String?
  /// The arm that the others are held against, or nil.
  public let baseline: String?
  /// The metrics, at least one for what needs one.
  public let metrics: [String]
  /// The second metric of panels that relate two.
  public let against: String?
  /// The headline in place of the panel's own, or nil.
  public let title: String?
  /// What to see, in place of the panel's own words, or nil.
  public let caption: String?
  /// Where the names of runs were written.
  let place: String
  let byPlace: String

  /// Every panel a block can name.
  static var panels: [String] {
    (PanelCatalog.all + TrialCatalog.all).map { $0.id } + GroupPanelCatalog.all.map { $0.id }
      + ArmPanelCatalog.all.map { $0.id }
  }

  /// Reads a block.
  ///
  /// - Throws: `SpecError`.
  init(_ block: NotebookSource.Block, file: String) throws {
    let isTable = block.kind == "table"
    let isVerdict = block.kind == "verdict"
    var allowed = ["run", "runs", "by", "metric", "metrics", "baseline"]
    if isTable { allowed.append("rows") }
    if !isTable && !isVerdict { allowed = ["panel", "against", "title", "caption"] + allowed }
    let fields = try BlockFields(block.yaml, file: file, line: block.line, allowed: allowed)
    if isTable {
      let rows = try fields.choice("rows", of: TableRows.allCases.map(\.rawValue))
      content = .table(rows.flatMap { TableRows(rawValue: $0) } ?? .arms)
    } else if isVerdict {
      content = .verdict
    } else {
      guard let panel = try fields.choice("panel", of: Self.panels) else {
        throw fields.problem(
          "panel",
          expected: "one of \(Self.panels.joined(separator: ", "))",
          got: "none"
        )
      }
      content = .panel(panel)
    }
    runs = try (fields.list("runs") ?? []) + (fields.list("run") ?? [])
    place = fields.place(fields.node("run") == nil ? "runs" : "run")
    by = try fields.text("by")
    byPlace = fields.place("by")
    baseline = try fields.text("baseline")
    let known = MetricCatalog.all.map(\.id)
    let named = try (fields.list("metrics") ?? []) + (fields.list("metric") ?? [])
    let key = fields.node("metric") == nil ? "metrics" : "metric"
    for metric in named where !known.contains(metric) {
      throw fields.problem(
        key,
        expected: "one of \(known.joined(separator: ", "))",
        got: "'\(metric)'",
        remedy: Spelling.suggestion(metric, in: known)
      )
    }
    metrics =
      named.isEmpty
      ? (isTable
        ? ["supernet.accuracy", "derived.accuracy", "discretization.gap", "skips.normal"]
        : ["derived.accuracy"])
      : named
    against = try fields.choice("against", of: known)
    title = try fields.text("title")
    caption = try fields.text("caption")
  }
}
