import Charts
import Records
import Search

/// Sentences about arms, taken from their numbers alone.
enum ComparedWords {
  /// The headline of a figure: which arm is ahead and by how much.
  static func headline(_ comparison: Comparison, _ metric: Metric) -> String {
    let ranked = ranked(comparison, metric)
    guard let first = ranked.first, let last = ranked.last else { return metric.label }
    if ranked.count == 1 {
      return "\(metric.label): \(metric.text(first.value.value)) at the end"
    }
    if metric.text(first.value.value) == metric.text(last.value.value) {
      return "\(metric.label): \(metric.text(first.value.value)) in every arm"
    }
    return "\(metric.label): \(metric.text(first.value.value)) with \(first.name), "
      + "\(metric.text(last.value.value)) with \(last.name)"
  }

  /// Every arm with its mean.
  static func list(_ comparison: Comparison, _ metric: Metric) -> String {
    comparison.arms.map { arm in
      "\(arm.name): \(comparison.measured(metric, arm).map { metric.text($0.value) } ?? "not measured")"
    }.joined(separator: "; ")
  }

  /// The verdict in three sentences: who is ahead, whether the difference stands, what it rests on.
  static func verdict(_ comparison: Comparison, _ metric: Metric) -> String {
    let ranked = ranked(comparison, metric)
    guard let first = ranked.first else {
      return "No run measured \(MarkdownText.code(metric.id)), so there is no verdict."
    }
    let count = comparison.records.count
    let basis =
      "It rests on \(count) \(count == 1 ? "run" : "runs") in \(comparison.arms.count) "
      + "\(comparison.arms.count == 1 ? "arm" : "arms") that differ in "
      + MarkdownText.plain(comparison.by)
      + " only; other data, budgets or spaces may order them differently."
    guard ranked.count > 1, let last = ranked.last else {
      return "\(metric.label) is **\(metric.text(first.value.value))**"
        + (first.value.lower == nil ? "" : " (95 % interval \(metric.interval(first.value)))")
        + ". There is nothing to compare it with. " + basis
    }
    let second = ranked[1]
    let ahead =
      "**\(MarkdownText.plain(first.name))** has the highest \(metric.label.lowercasedFirst), "
      + "\(metric.text(first.value.value)), then \(MarkdownText.plain(second.name)) with "
      + metric.text(second.value.value)
      + (ranked.count > 2
        ? "; the lowest is \(MarkdownText.plain(last.name)) with \(metric.text(last.value.value))."
        : ".")
    return [ahead, difference(comparison, metric, first, second), basis].joined(separator: " ")
  }

  private static func difference(
    _ comparison: Comparison,
    _ metric: Metric,
    _ first: Ranked,
    _ second: Ranked
  ) -> String {
    guard
      let difference = Measured.difference(
        comparison.values(metric, comparison.arms[first.index]),
        comparison.values(metric, comparison.arms[second.index])
      )
    else { return "The difference cannot be told." }
    guard let lower = difference.lower, difference.upper != nil else {
      return
        "The difference of the first two is \(gap(metric, difference.value)) between runs of one "
        + "seed each, so chance cannot be ruled out."
    }
    let what = comparison.repetitions
    let other = what == "seeds" ? "" : "; runs of one arm differ in more than the seed"
    return "The difference of the first two is \(gap(metric, difference.value)) (95 % interval "
      + "\(metric.interval(difference)), Welch over \(what)\(other)): "
      + (lower > 0 ? "more than the \(what) explain." : "within what \(what) alone may cause.")
  }

  /// A difference with its sign.
  static func signed(_ metric: Metric, _ value: Double) -> String {
    (value < 0 ? "-" : "+") + gap(metric, abs(value))
  }

  private static func gap(_ metric: Metric, _ value: Double) -> String {
    metric.unit == .share ? Numbers.fixed(100 * value) + " points" : metric.text(value)
  }

  /// An arm and its mean.
  struct Ranked {
    let index: Int
    let name: String
    let value: Measured
  }

  /// Arms that measured the metric, the highest first.
  static func ranked(_ comparison: Comparison, _ metric: Metric) -> [Ranked] {
    comparison.arms.enumerated().compactMap { index, arm in
      comparison.measured(metric, arm).map { Ranked(index: index, name: arm.name, value: $0) }
    }.sorted { ($1.value.value, $0.index) < ($0.value.value, $1.index) }
  }
}

extension String {
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
