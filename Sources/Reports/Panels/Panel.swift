public import Charts
import Networks
import Probes
import Records
import Search
import Training

/// A chart or a text made from the record of a search: one file per panel, one line in
/// `PanelCatalog`.
public protocol Panel: Sendable {
  /// The name in notebooks; never changed once published.
  var id: String { get }
  /// What it shows.
  var summary: String { get }
  /// What a reader should look for in it, one or two sentences; empty for nothing to add.
  var reading: String { get }
  /// The events its numbers come from; empty when any may be read.
  var events: [String] { get }
  /// What is rendered.
  func content(_ record: SearchRecord) -> PanelContent
}

extension Panel {
  /// Nothing to add.
  public var reading: String { "" }
  /// Any event.
  public var events: [String] { [] }
}

/// What a panel renders to.
public enum PanelContent: Sendable {
  /// A chart, and what a reader who cannot see it should know.
  case figure(Figure, alternative: String)
  /// Markdown.
  case markdown(String)
  /// Why there is nothing to show.
  case absent(String)
}

/// The panels, one line each.
public enum PanelCatalog {
  /// Every panel in the order of a full report.
  public static let all: [any Panel] = [
    StoryPanel(),
    KeyNumbersPanel(),
    SetupPanel(),
    GenotypePanel(),
    CellPanel(kind: .normal),
    CellPanel(kind: .reduce),
    CurvesPanel(),
    OperationHeatPanel(kind: .normal),
    OperationHeatPanel(kind: .reduce),
    OperationWeightsPanel(kind: .normal),
    OperationWeightsPanel(kind: .reduce),
    RidgePanel(),
    SkipsPanel(),
    DiscretizationPanel(),
    DiscretizationDetailPanel(),
    DiscretizationEdgesPanel(),
    CurvaturePanel(),
    SpectrumPanel(),
    ConvergencePanel(),
    ConvergenceTablePanel(),
    RankingPanel(),
    RankingTablePanel(),
    DepthGapPanel(),
    DepthGapTablePanel(),
    RecordPanel(),
  ]

  /// The panel or trial named `id`, or nil.
  public static func panel(_ id: String) -> (any Panel)? {
    (all + TrialCatalog.all).first { $0.id == id }
  }
}
