import Records
import Search

/// The arms in order of one metric, each held against the baseline.
enum ComparedRankingTable {
  /// One row per arm, the highest mean first: the first metric with its difference from the baseline, then
  /// the other metrics.
  static func text(_ comparison: Comparison, _ metrics: [Metric]) -> String {
    guard let metric = metrics.first else { return "" }
    let ranked = ComparedWords.ranked(comparison, metric)
    let baseline = ranked.first { $0.name == comparison.baseline }
    var head = ["rank", MarkdownText.plain(comparison.by), "runs", metric.label]
    if let baseline { head.append("minus \(MarkdownText.plain(baseline.name))") }
    head += metrics.dropFirst().map(\.label)
    let rows = ranked.enumerated().map { place, entry -> [String] in
      let arm = comparison.arms[entry.index]
      var row = [
        "\(place + 1)", MarkdownText.plain(entry.name), "\(arm.records.count)",
        metric.cell(entry.value),
      ]
      if let baseline { row.append(difference(comparison, metric, entry, baseline)) }
      return row + metrics.dropFirst().map { $0.cell(comparison.measured($0, arm)) }
    }
    return MarkdownText.table(head, rows)
  }

  private static func difference(
    _ comparison: Comparison,
    _ metric: Metric,
    _ entry: ComparedWords.Ranked,
    _ baseline: ComparedWords.Ranked
  ) -> String {
    guard entry.index != baseline.index else { return "the baseline" }
    guard
      let found = Measured.difference(
        comparison.values(metric, comparison.arms[entry.index]),
        comparison.values(metric, comparison.arms[baseline.index])
      )
    else { return "not measured" }
    let text = ComparedWords.signed(metric, found.value)
    return found.lower == nil ? text : "\(text) (\(metric.interval(found)))"
  }

  /// How many arms stand above and below the baseline by more than the seeds explain, in sentences.
  static func verdict(_ comparison: Comparison, _ metric: Metric) -> String? {
    let ranked = ComparedWords.ranked(comparison, metric)
    guard let baseline = ranked.first(where: { $0.name == comparison.baseline }) else { return nil }
    let others = ranked.filter { $0.index != baseline.index }
    var (above, below): ([String], [String]) = ([], [])
    for entry in others {
      guard
        let found = Measured.difference(
          comparison.values(metric, comparison.arms[entry.index]),
          comparison.values(metric, comparison.arms[baseline.index])
        ), let lower = found.lower, let upper = found.upper
      else { continue }
      if lower > 0 { above.append(MarkdownText.plain(entry.name)) }
      if upper < 0 { below.append(MarkdownText.plain(entry.name)) }
    }
    let name = MarkdownText.plain(baseline.name)
    func list(_ names: [String]) -> String {
      names.isEmpty ? "none" : "\(names.count) (\(names.joined(separator: ", ")))"
    }
    let higher = others.filter { $0.value.value > baseline.value.value }.count
    let chance = Numbers.fixed(0.05 * Double(others.count), 1)
    return "**\(name)**, the line to beat, has \(metric.text(baseline.value.value)). Of the other "
      + "\(others.count), \(higher) have a higher mean. By more than the seeds explain (95 % "
      + "intervals of the difference, Welch) above it: \(list(above)); below it: \(list(below)). With "
      + "\(others.count) comparisons, \(chance) would be expected to stand aside by chance alone."
  }
}
