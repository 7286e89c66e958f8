import Charts
import Networks
import Probes
import Records
import Search
import Statistics

/// How far minibatch estimates of the alpha gradient are off, and whether by bias or by spread.
struct GradientNoisePanel: GroupPanel {
  let id = "gradient-noise"
  let summary = "bias and spread of minibatch estimates of the alpha gradient"
  let reading =
    "The squares of both add up to the mean square error of one minibatch. A step pays the spread once; "
    + "over many steps it averages out and the bias stays."

  func content(_ records: [SearchRecord]) -> PanelContent {
    let events = records.flatMap { $0.gradientNoise }
    guard let first = events.first else { return .absent(GradientNoise.absence) }
    let names = first.estimates.map { $0.name }
    func means(_ value: (GradientNoise) -> Double) -> [Measured?] {
      names.map { name in Measured.mean(events.finite(name) { value($0.noise) }) }
    }
    let (bias, spread) = (means { $0.bias }, means { $0.deviation })
    // A series that diverged on some minibatch would leave no height for the others.
    let typical = Summary(spread.compactMap { $0?.value })?.median ?? .nan
    let isShown = spread.map { ($0?.value ?? .infinity) <= Self.reach * typical }
    let shown = names.indices.filter { isShown[$0] }
    let beyond = names.indices.filter { !isShown[$0] }
      .map { "\(names[$0]) \(Numbers.short(spread[$0]?.value ?? .nan))" }
    func series(_ label: String, _ all: [Measured?]) -> Bars.Series {
      Bars.Series(label, means: shown.map { all[$0] })
    }
    let ratio = (spread.first??.value ?? .nan) / (bias.first??.value ?? .nan)
    let figure = Figure(
      title:
        "A minibatch's \(names[0]) gradient strays \(Numbers.fixed(ratio, 1)) times as far as its "
        + "bias",
      subtitle: "Over the true gradient's length; mean of \(events.count) measurements with 95 % "
        + "intervals; \(first.minibatches) pairs of minibatches of \(first.minibatchImages) images"
        + (beyond.isEmpty ? "" : "; beyond the chart: spread of \(beyond.joined(separator: ", "))"),
      chart: Bars(
        groups: shown.map { names[$0] },
        series: [series("bias", bias), series("spread of minibatches", spread)],
        y: Axis("Relative error", lower: 0)
      )
    )
    return .figure(
      figure,
      alternative: "Bias and spread of minibatch estimates: "
        + names.indices.map { index in
          "\(names[index]) \(Numbers.short(bias[index]?.value ?? .nan)) and "
            + Numbers.short(spread[index]?.value ?? .nan)
        }.joined(separator: ", ")
    )
  }

  /// Spreads beyond this many times their median are named and not drawn.
  private static let reach = 4.0
}

/// The numbers of the same.
struct GradientNoiseTablePanel: GroupPanel {
  let id = "gradient-noise-table"
  let summary = "error of minibatch estimates of the alpha gradient, taken apart"

  func content(_ records: [SearchRecord]) -> PanelContent {
    let events = records.flatMap { $0.gradientNoise }
    guard let first = events.first else { return .absent(GradientNoise.absence) }
    let rows = first.estimates.map { estimate -> [String] in
      func cell(_ value: (GradientNoiseMeasured.Estimate) -> Double) -> String {
        let values = events.finite(estimate.name, value)
        guard let mean = Measured.mean(values) else { return "not defined" }
        guard let lower = mean.lower, let upper = mean.upper else {
          return Numbers.short(mean.value)
        }
        return
          "\(Numbers.short(mean.value)) [\(Numbers.short(max(0, lower))), \(Numbers.short(upper))]"
      }
      return [
        estimate.name,
        cell { $0.fullError },
        cell { $0.noise.squaredError.squareRoot() },
        cell { $0.noise.bias },
        cell { $0.noise.deviation },
        Summary(
          events.finite(estimate.name) { 100 * $0.noise.variance / $0.noise.squaredError }
        ).map { Numbers.fixed($0.mean, 0) } ?? "not defined",
      ]
    }
    let table = MarkdownTable.text(
      [
        "estimate", "error, all images", "error, minibatch", "bias", "spread",
        "spread's % of the square error",
      ],
      rows
    )
    return .markdown(
      "\(table)\n\nOver the length of the true gradient, row means removed, at the search's weights; "
        + "mean of \(events.count) measurements with 95 % intervals. The truth and the estimates of the "
        + "second column are from \(first.images) images each of training and validation, minibatches of "
        + "\(first.minibatchImages) are drawn from the same, \(first.minibatches) pairs a measurement; in "
        + "\(events.reduce(0) { $0 + $1.indefinite }) of "
        + "\(events.reduce(0) { $0 + $1.minibatches }) pairs the inner problem curves down somewhere."
    )
  }
}

extension GradientNoise {
  /// What to say where it was not measured.
  fileprivate static let absence =
    "no run measured minibatches: the hypergradient probe was off, had "
    + "too few images, or is of a version that did not"

  /// |expected estimate - truth| / |truth|; zero when nothing was left of it beside the spread.
  fileprivate var bias: Double { max(0, squaredBias).squareRoot() }

  /// The root of the variance.
  fileprivate var deviation: Double { variance.squareRoot() }
}

extension [GradientNoiseMeasured] {
  /// A number of one estimator in every measurement, where it is finite.
  fileprivate func finite(
    _ name: String,
    _ value: (GradientNoiseMeasured.Estimate) -> Double
  ) -> [Double] {
    compactMap { event in event.estimates.first { $0.name == name }.map(value) }
      .filter { $0.isFinite }
  }
}
