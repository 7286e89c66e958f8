import Networks
import Probes
import Records
import Search
import Training

/// What searches found, as a table of true accuracies has it.
struct TrueAccuraciesPanel: GroupPanel {
  let id = "true-accuracies"
  let summary = "true accuracy, regret and rank of what searches found"

  func content(_ records: [SearchRecord]) -> PanelContent {
    guard let truth = records.lazy.compactMap({ $0.truth }).first else {
      return .absent("no search was looked up in a table of true accuracies")
    }
    var methods: [String] = []
    for record in records where !methods.contains(record.spec.method) {
      methods.append(record.spec.method)
    }
    let rows = methods.map { method -> [String] in
      let own = records.filter { $0.spec.method == method }
      let found = own.compactMap { record in record.genotype.flatMap { truth.accuracy(of: $0) } }
      let mean = Measured.mean(found)
      func points(_ value: Measured?) -> String {
        guard let value else { return "not in the table" }
        guard let lower = value.lower, let upper = value.upper else {
          return Numbers.fixed(value.value, 2)
        }
        return "\(Numbers.fixed(value.value, 2)) [\(Numbers.fixed(max(lower, 0), 2)), "
          + "\(Numbers.fixed(min(upper, truth.best), 2))]"
      }
      let ranks = found.map { truth.rank(of: $0) }.sorted()
      let cells = Set(own.compactMap { $0.genotype })
      return [
        method, "\(found.count)", points(mean),
        mean.map { Numbers.fixed(truth.best - $0.value, 2) } ?? "",
        ranks.map { Numbers.grouped($0) }.joined(separator: ", "), "\(cells.count)",
      ]
    }
    let bounds = [
      [
        "(a cell drawn at random)", "", Numbers.fixed(truth.mean, 2),
        Numbers.fixed(truth.best - truth.mean, 2), "", "",
      ],
      ["(the best cell)", "", Numbers.fixed(truth.best, 2), "0.00", "1", ""],
    ]
    return .markdown(
      MarkdownTable.text(
        ["method", "seeds", "true accuracy, %", "regret, points", "ranks", "different cells"],
        rows + bounds
      )
        + "\n\nColumn \(MarkdownText.code(truth.column)) of "
        + "\(Numbers.grouped(truth.ordered.count)) cells; 95 % intervals over seeds, cut at 0 and at the best."
    )
  }
}
