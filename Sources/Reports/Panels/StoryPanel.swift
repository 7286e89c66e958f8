import Charts
import Foundation
import Networks
import Probes
import Records
import Search
import Training

/// What happened, in words taken from the numbers alone.
struct StoryPanel: Panel {
  let id = "story"
  let summary = "one paragraph that says what happened"

  func content(_ record: SearchRecord) -> PanelContent {
    guard let first = record.epochs.first, let last = record.epochs.last else {
      return .absent("no epoch has ended")
    }
    var sentences = [
      "In \(record.epochs.count) epochs (seed \(record.spec.seed)) the supernet went from "
        + "\(Numbers.percent(first.validation.accuracy)) to "
        + "\(Numbers.percent(last.validation.accuracy)) validation accuracy."
    ]
    let totals = CellKind.allCases.map { record.keptCount($0) }
    sentences.append(
      totals[1] == 0
        ? "The derived architecture keeps \(last.skips[0]) skip connections among \(totals[0]) "
          + "choices; after the first epoch they were \(first.skips[0])."
        : "The derived normal cell keeps \(last.skips[0]) skip connections among its \(totals[0]) "
          + "edges, the reduction cell \(last.skips[1]); after the first epoch they were "
          + "\(first.skips[0]) and \(first.skips[1])."
    )
    sentences.append(sharpness(record, last.operationWeights))
    if let gap = record.discretization.last {
      sentences.append(
        "With inherited weights the derived network has \(Numbers.percent(gap.derived.accuracy)) "
          + "where the supernet has \(Numbers.percent(gap.supernet.accuracy)): discretizing "
          + (gap.gap >= 0 ? "loses" : "gains")
          + " \(Numbers.fixed(abs(100 * gap.gap))) points."
      )
    }
    if let start = record.curvature.first, let end = record.curvature.last {
      let ratio = end.eigenvalue / start.eigenvalue
      sentences.append(
        "The dominant eigenvalue of the alpha Hessian went from "
          + "\(Numbers.short(start.eigenvalue)) to \(Numbers.short(end.eigenvalue))"
          + (start.eigenvalue > 0 && ratio.isFinite && ratio > 0
            ? ", a factor of \(Numbers.short(ratio))." : ".")
      )
    }
    sentences.append(
      "This is one seed and a short search; it describes this run and supports no general claim."
    )
    return .markdown(sentences.joined(separator: " "))
  }

  /// How decided alpha is: the mean largest weight against the uniform one.
  private func sharpness(_ record: SearchRecord, _ weights: [Double]) -> String {
    let rows = record.layout.rows
    let largest = rows.map { weights[$0.range].max() ?? 0 }
    let mean = largest.reduce(0, +) / Double(max(1, largest.count))
    let uniform =
      rows.reduce(0) { $0 + 1 / Double($1.operations.count) } / Double(max(1, rows.count))
    return "The strongest operation of an edge holds \(Numbers.percent(mean)) of the weight on "
      + "average (a uniform softmax gives \(Numbers.percent(uniform))), so alpha is "
      + (mean > 0.5 ? "largely decided." : "far from a discrete choice.")
  }
}
