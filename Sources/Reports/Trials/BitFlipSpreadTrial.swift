import Charts
import Datasets
import Engine
import Foundation
import Probes
import Records
import Search
import Training

/// The search executed twice side by side, one bit of one weight flipped halfway in one of them, and how
/// far the two are apart after every step from there on.
struct BitFlipSpreadTrial: Panel {
  let id = "bit-flip-spread"
  let summary = "how far one flipped bit of one weight drives two executions apart"
  let reading =
    "The scale is logarithmic. Nothing pulls the two back together: rounding carries a difference of "
    + "any size into all weights, so that runs are the same in every bit or soon in none."

  /// How far apart two searches are.
  private struct Distance {
    var step: Int
    /// Weights that differ, of all.
    var share: Double
    var weights: Double
    var alpha: Double
  }

  func content(_ record: SearchRecord) -> PanelContent {
    do {
      let distances = try distances(record.spec)
      guard let last = distances.last, distances.count > 2 else {
        return .absent("the search has too few steps")
      }
      let flip = distances[0].step
      func series(_ name: String, _ value: (Distance) -> Double) -> Series {
        // Zero has no place on this scale: alpha does not differ before it was moved once.
        let points = distances.filter { value($0) > 0 }
        return Series(name, x: points.map { Double($0.step - flip) }, y: points.map(value))
      }
      let figure = Figure(
        title: "After one step \(Numbers.percent(distances[1].share)) of the weights differ",
        subtitle:
          "Largest difference between two executions, one with a bit flipped after step \(flip)",
        chart: Lines(
          series: [series("of a weight") { $0.weights }, series("of an alpha") { $0.alpha }],
          x: Axis("Steps since the flip", integersOnly: true),
          y: Axis("Largest difference", scale: .logarithmic)
        )
      )
      return .figure(
        figure,
        alternative:
          "\(last.step - flip) steps after one bit was flipped the largest difference of a "
          + "weight is \(Numbers.short(last.weights)), of an alpha \(Numbers.short(last.alpha))"
      )
    } catch {
      return .absent("\(error)")
    }
  }

  private func distances(_ spec: SearchSpec) throws -> [Distance] {
    let pool = ThreadPool(threads: 2)
    let runs = try (0..<2).map { _ in try SearchRun(spec: spec, locations: .here, pool: pool) }
    let steps = spec.epochs * runs[0].stepsPerEpoch
    let flip = steps / 2
    var result: [Distance] = []
    for step in 1...steps where !runs[0].isOver && !runs[1].isOver {
      let (epoch, number) = ((step - 1) / runs[0].stepsPerEpoch, (step - 1) % runs[0].stepsPerEpoch)
      for run in runs {
        try run.step(epoch: epoch, number: number)
        if number == run.stepsPerEpoch - 1 { try run.concludeEpoch(epoch) }
      }
      if step == flip { BitFlipTrial.flip(runs[1]) }
      if step >= flip { result.append(distance(runs[0], runs[1], step)) }
    }
    return result
  }

  private func distance(_ one: SearchRun, _ two: SearchRun, _ step: Int) -> Distance {
    let (a, b) = (weights(one), weights(two))
    let weights = zip(a, b).map { abs($0 - $1) }
    let alpha = zip(one.alpha, two.alpha).map { abs($0 - $1) }
    return Distance(
      step: step,
      share: Double(weights.count { $0 > 0 }) / Double(one.execution.weightCount),
      weights: weights.max() ?? 0,
      alpha: alpha.max() ?? 0
    )
  }

  private func weights(_ run: SearchRun) -> [Double] {
    run.execution.parameters.flatMap { run.execution.values(of: $0) }
  }
}
