import Charts

/// A chart or text made from several searches: one file per panel, one line in `ArmPanelCatalog`.
public protocol ArmPanel: Sendable {
  /// The name in notebooks; never changed once published.
  var id: String { get }
  /// What it shows.
  var summary: String { get }
  /// What a reader should look for in it.
  var reading: String { get }
  /// What is rendered of a metric; `against` is a second one for panels that relate two.
  func content(_ comparison: Comparison, metric: Metric, against: Metric?) -> PanelContent
}

/// The comparison panels, one line each.
public enum ArmPanelCatalog {
  /// Every panel in the order documentation lists them.
  public static let all: [any ArmPanel] = [
    ComparedCurvesPanel(),
    ComparedValuesPanel(),
    ComparedBarsPanel(),
    ComparedPairsPanel(),
    ComparedRankingPanel(),
  ]

  /// The panel named `id`, or nil.
  public static func panel(_ id: String) -> (any ArmPanel)? {
    all.first { $0.id == id }
  }
}
