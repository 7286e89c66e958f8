import Charts
import Networks
import Probes
import Records
import Search
import Statistics
import Training

/// Accuracy of the sampled architectures alone at two depths.
struct DepthGapPanel: Panel {
  let id = "depth-gap"
  let summary = "accuracy of sampled architectures trained alone at two depths"
  let reading =
    "Were the gap harmless, the points would rise along a line. Where they do not, what is best at "
    + "the search's depth is not what is best at the deployed depth."

  func content(_ record: SearchRecord) -> PanelContent {
    guard let data = DepthGapData(record) else { return .absent(DepthGapData.missing) }
    let tau = data.acrossDepths.entry("tau-b")
    func group(_ name: String, _ isIn: (Double) -> Bool) -> Scatter.Group {
      let places = data.parameterFree.indices.filter { isIn(data.parameterFree[$0]) }
      return Scatter.Group(
        name,
        x: places.map { 100 * data.shallow[$0] },
        y: places.map { 100 * data.deep[$0] }
      )
    }
    let half = data.parameterFree.sorted()[data.parameterFree.count / 2]
    let figure = Figure(
      title: "Ranks at the two depths agree with tau-b "
        + RankingTablePanel.cell(tau?.value ?? .undefined("no value"), tau?.interval),
      subtitle: "\(data.shallow.count) architectures trained alone at both depths; 95 % bootstrap "
        + "interval over architectures",
      chart: Scatter(
        groups: [
          group("fewer parameter-free operations") { $0 < half },
          group("more parameter-free operations") { $0 >= half },
        ],
        x: Axis("Accuracy at the search's depth", unit: "%"),
        y: Axis("Accuracy at the deployed depth", unit: "%")
      )
    )
    return .figure(figure, alternative: figure.title)
  }
}

/// Rank correlations within and across depths, as a table.
struct DepthGapTablePanel: Panel {
  let id = "depth-gap-table"
  let summary = "rank correlation between two depths, and how far each depth repeats itself"

  func content(_ record: SearchRecord) -> PanelContent {
    guard let data = DepthGapData(record) else { return .absent(DepthGapData.missing) }
    func tau(_ report: RankingReport) -> String {
      report.entry("tau-b").map { RankingTablePanel.cell($0.value, $0.interval) } ?? ""
    }
    func ceiling(_ report: RankingReport) -> String {
      RankingTablePanel.cell(report.ceiling, report.ceilingInterval)
    }
    let regret = data.acrossDepths.entry("regret@1")
    let rows = [
      ["one depth against the other, means over seeds", tau(data.acrossDepths)],
      ["the search's depth, one seed against another", ceiling(data.shallowRepeats)],
      ["the deployed depth, one seed against another", ceiling(data.acrossDepths)],
      ["inherited weights against the search's depth", tau(data.supernetShallow)],
      ["inherited weights against the deployed depth", tau(data.supernetDeep)],
      [
        "points lost at the deployed depth by taking the best of the search's depth",
        regret.map { RankingTablePanel.cell($0.value, $0.interval) } ?? "",
      ],
    ]
    return .markdown(
      MarkdownTable.text(["what is compared", "tau-b or points"], rows)
        + "\n\n\(data.shallow.count) architectures, 95 % bootstrap intervals over them."
    )
  }
}

/// Sampled architectures trained alone in blocks called `shallow` and `deep`.
struct DepthGapData {
  static let missing = "no sampled architectures were trained in blocks called shallow and deep"

  let parameterFree: [Double]
  /// Mean accuracy over the seeds, 0...1.
  let shallow, deep: [Double]
  /// The shallow accuracy ranks, the deep one is the truth; its ceiling is that of the deep one.
  let acrossDepths: RankingReport
  /// Its ceiling is that of the shallow accuracy.
  let shallowRepeats: RankingReport
  /// Inherited weights rank, each accuracy in turn is the truth.
  let supernetShallow, supernetDeep: RankingReport

  /// nil unless both blocks trained the same architectures, at least two.
  init?(_ record: SearchRecord) {
    guard let shallow = RankingData(record, block: "shallow"),
      let deep = RankingData(record, block: "deep"), shallow.ids == deep.ids,
      shallow.truth.count == record.ranking?.entries.count
    else { return nil }
    parameterFree = shallow.parameterFree
    self.shallow = shallow.truth
    self.deep = deep.truth
    acrossDepths = deep.report(shallow.truth)
    shallowRepeats = shallow.report(deep.truth)
    supernetShallow = shallow.report(shallow.scores[0].values)
    supernetDeep = deep.report(deep.scores[0].values)
  }
}
