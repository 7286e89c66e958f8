import Networks
import Probes
import Records
import Search
import Statistics
import Training

/// The error of each estimate of the alpha gradient over several searches.
struct GradientErrorsPanel: GroupPanel {
  let id = "gradient-errors"
  let summary = "error of estimates of the alpha gradient over several searches"

  func content(_ records: [SearchRecord]) -> PanelContent {
    let events = records.flatMap { $0.hypergradient }
    guard let first = events.first else { return .absent("the hypergradient probe was off") }
    let rows = first.estimates.map { estimate -> [String] in
      let all = events.compactMap { event in
        event.estimates.first { $0.name == estimate.name && $0.point == estimate.point }
      }
      func cell(_ values: [Double], _ decimals: Int = 3) -> String {
        let finite = values.filter { $0.isFinite }
        guard let summary = Summary(finite) else { return "not defined" }
        // An estimate that diverged is far outside what fixed decimals can show.
        func text(_ value: Double) -> String {
          abs(value) < 1000 ? Numbers.fixed(value, decimals) : Numbers.short(value)
        }
        return text(summary.mean) + (summary.deviation.map { " ± \(text($0))" } ?? "")
      }
      return [
        estimate.name,
        estimate.point,
        cell(all.map { $0.comparison.cosine }),
        cell(all.map { $0.comparison.relativeError }),
        cell(all.map { $0.comparison.normRatio }),
        cell(all.map { $0.skipSigns }, 2),
        cell(all.map { $0.otherSigns }, 2),
        cell(all.map { $0.comparison.decisionAgreement }, 2),
        cell(all.map { $0.skipBias }, 2),
        "\(estimate.products)",
      ]
    }
    let table = MarkdownTable.text(
      [
        "estimate", "at", "cosine", "relative error", "norm ratio", "signs, skip", "signs, others",
        "same choice", "skip bias", "products",
      ],
      rows
    )
    return .markdown(
      "\(events.count) measurement\(events.count == 1 ? "" : "s"), mean ± standard deviation; row "
        + "means removed.\n\n" + table + "\n\n" + Self.truths(events)
    )
  }

  /// How far the references agree.
  private static func truths(_ events: [HypergradientMeasured]) -> String {
    let rows = events.map { event -> [String] in
      [
        "epoch \(event.epoch)",
        Numbers.short(event.condition),
        Numbers.short(event.currentGradientNorm),
        Numbers.short(event.solutionGradientNorm),
        Numbers.short(event.solutionDistance),
        event.truths.first.map { Numbers.short($0.residual) } ?? "",
        Numbers.short(event.implicitShare),
      ]
        + event.truths.dropFirst().map { Numbers.short($0.relativeDifference) }
    }
    let names = events.first?.truths.dropFirst().map { "\($0.name), difference" } ?? []
    return MarkdownTable.text(
      [
        "reference", "condition", "gradient norm, search", "solved", "distance moved",
        "residual of the solve", "implicit over direct",
      ] + names,
      rows
    )
  }
}
