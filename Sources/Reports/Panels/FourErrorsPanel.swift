import Charts
import Networks
import Probes
import Records
import Search
import Statistics
import Training

/// The four errors as a waterfall.
struct FourErrorsPanel: GroupPanel {
  let id = "four-errors"
  let summary = "from the supernet to the deployed network, error by error"

  func content(_ records: [SearchRecord]) -> PanelContent {
    guard let waterfall = ErrorWaterfall(FourErrors.chains(records)) else {
      return .absent("fewer than two states were measured in one seed")
    }
    let measured = waterfall.steps.filter { $0.mean != nil }
    guard let first = measured.first, let last = measured.last else {
      return .absent("no step was measured")
    }
    let missing = waterfall.steps.filter { $0.mean == nil }.map { $0.name }
    let largest = measured.max { abs($0.mean ?? 0) < abs($1.mean ?? 0) } ?? first
    let figure = Figure(
      title: "The largest step is \(largest.name): "
        + "\(Numbers.fixed(-(largest.mean ?? 0))) points",
      subtitle: "Test accuracy, mean of \(waterfall.seeds.count) seeds, 95 % intervals over seeds; "
        + (missing.isEmpty
          ? "every state measured" : "not measured: \(missing.joined(separator: ", "))"),
      chart: Waterfall(
        startName: first.from.rawValue,
        start: waterfall.start,
        steps: measured.map {
          Waterfall.Step(
            $0.name,
            change: -($0.mean ?? 0),
            error: $0.interval.map { ($0.upper - $0.lower) / 2 } ?? .nan
          )
        },
        endName: last.to.rawValue,
        y: Axis("Test accuracy", unit: "%")
      )
    )
    return .figure(
      figure,
      alternative: "From \(Numbers.fixed(waterfall.start)) % to \(Numbers.fixed(waterfall.end)) %: "
        + measured.map { "\($0.name) \(Numbers.fixed(-($0.mean ?? 0)))" }.joined(separator: ", ")
    )
  }
}

/// The four errors as a table, with what is not part of the sum.
struct FourErrorsTablePanel: GroupPanel {
  let id = "four-errors-table"
  let summary = "the four errors with intervals over seeds"

  func content(_ records: [SearchRecord]) -> PanelContent {
    guard let waterfall = ErrorWaterfall(FourErrors.chains(records)) else {
      return .absent("fewer than two states were measured in one seed")
    }
    func row(_ step: ErrorWaterfall.Step) -> [String] {
      [
        step.name,
        "\(step.from.rawValue) - \(step.to.rawValue)",
        step.mean.map { Numbers.fixed($0, 2) } ?? "not measured",
        step.interval.map { "\(Numbers.fixed($0.lower, 2)) to \(Numbers.fixed($0.upper, 2))" }
          ?? "",
        step.verdict,
      ]
    }
    let table = MarkdownTable.text(
      ["error", "states", "points lost", "95 % interval", "verdict"],
      waterfall.steps.map(row)
        + [
          [
            "sum", "", Numbers.fixed(waterfall.start - waterfall.end, 2), "",
            "closes to \(Numbers.short(abs(waterfall.closure)))",
          ]
        ] + waterfall.details.map { row($0) }
    )
    return .markdown(table)
  }
}

/// The states of searches, from their records.
enum FourErrors {
  /// One chain for each seed.
  ///
  /// A search of the same seed whose name begins with `reference`, all else equal but the gradient of
  /// alpha, gives S0.
  static func chains(_ records: [SearchRecord]) -> [ErrorChain] {
    let references = records.filter { $0.spec.name.hasPrefix("reference") }
    return records.filter { !$0.spec.name.hasPrefix("reference") }.map { record in
      chain(record, reference: references.first { $0.spec.seed == record.spec.seed })
    }
  }

  /// The states of one search; trainings in blocks called `retrained` and `deployed` give S4a and S4b.
  static func chain(_ record: SearchRecord, reference: SearchRecord? = nil) -> ErrorChain {
    var states: [ErrorState: Double] = [:]
    func set(_ state: ErrorState, _ accuracy: Double?) {
      if let accuracy { states[state] = 100 * accuracy }
    }
    let detail = record.discretizationDetail
    set(.reference, reference?.discretizationDetail?.trainedOn?.accuracy)
    set(.trainedOn, detail?.trainedOn?.accuracy)
    set(.supernet, detail?.variant("supernet", "running")?.score.accuracy)
    set(.discretized, detail?.variant("derived", "running")?.score.accuracy)
    set(.recalibrated, detail?.variant("derived", "recalibrated")?.score.accuracy)
    set(.tuned, detail?.variants.last { $0.name.hasPrefix("tuned-") }?.score.accuracy)
    set(.retrained, mean(record.trainings["retrained"]))
    set(.deployed, mean(record.trainings["deployed"]))
    return ErrorChain(seed: record.spec.seed, states: states)
  }

  private static func mean(_ results: [StandaloneResult]?) -> Double? {
    guard let results, !results.isEmpty else { return nil }
    return results.reduce(0) { $0 + $1.test.accuracy } / Double(results.count)
  }
}
