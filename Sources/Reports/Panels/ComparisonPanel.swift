import Networks
import Probes
import Records
import Search
import Training

/// One line for each search: how it ended.
struct ComparisonPanel: GroupPanel {
  let id = "comparison"
  let summary = "how each of several searches ended"

  func content(_ records: [SearchRecord]) -> PanelContent {
    let rows = records.map { record -> [String] in
      let last = record.epochs.last
      let kept = record.architecture?.graphs.flatMap { $0.edges }.filter { !$0.label.isEmpty } ?? []
      let free = kept.filter { edge in
        OperationCatalog.operation(edge.label).map { !$0.isParametric } ?? false
      }
      let curvature = record.curvature
      let middle = curvature.map { $0.eigenvalue }.max() ?? .nan
      return [
        record.spec.name,
        record.spec.method,
        "\(record.spec.seed)",
        last.map { "\($0.skips[0]) + \($0.skips[1])" } ?? "",
        "\(free.count) of \(kept.count)",
        last.map { Numbers.percent($0.validation.accuracy) } ?? "",
        record.discretization.last.map { Numbers.percent($0.derived.accuracy) } ?? "not measured",
        curvature.first.map { Numbers.short($0.eigenvalue) } ?? "not measured",
        curvature.isEmpty ? "not measured" : Numbers.short(middle),
        curvature.last.map { Numbers.short($0.eigenvalue) } ?? "not measured",
        alone(record),
      ]
    }
    return .markdown(
      MarkdownTable.text(
        [
          "search", "method", "seed", "skips (normal + reduction)", "parameter-free", "supernet",
          "derived, inherited", "eigenvalue, start", "largest", "end", "derived, alone",
        ],
        rows
      )
    )
  }

  /// The mean accuracy of the derived architecture trained alone.
  private func alone(_ record: SearchRecord) -> String {
    guard let genotype = record.genotype else { return "" }
    let found = record.trainings.keys.sorted().flatMap { record.trainings[$0] ?? [] }
      .filter { $0.genotype == genotype }
    guard !found.isEmpty else { return "not measured" }
    let mean = found.reduce(0) { $0 + $1.test.accuracy } / Double(found.count)
    return Numbers.percent(mean)
  }
}
