import Charts
import Probes
import Search

/// Charts of a history; each says why when there is nothing to draw.
enum HistoryCharts {
  private static let epochAxis = Axis("Epoch", integersOnly: true)

  /// Accuracies in percent.
  static func accuracy(_ history: SearchHistory) -> PanelContent {
    let named: [(String, (SearchHistory.Epoch) -> Double?)] = [
      ("training", { $0.trainAccuracy }), ("validation", { $0.validAccuracy }),
      ("derived, inherited weights", { $0.derivedAccuracy }),
    ]
    let series = named.compactMap { name, value -> Series? in
      let (epochs, values) = history.series(value)
      return values.isEmpty
        ? nil : Series(name, x: epochs.map { Double($0) }, y: values.map { 100 * $0 })
    }
    guard let last = history.series({ $0.validAccuracy }).values.last ?? series.first?.y.last
    else { return .absent("no accuracy was logged") }
    let reached = Numbers.percent(history.series { $0.validAccuracy }.values.last ?? last / 100)
    let figure = Figure(
      title: "The supernet reaches \(reached)",
      subtitle: "As logged by the program that ran the search",
      chart: Lines(series: series, x: epochAxis, y: Axis("Accuracy", unit: "%"))
    )
    return .figure(figure, alternative: "Accuracy over epochs, at the end \(reached)")
  }

  /// Skip connections kept.
  static func skips(_ history: SearchHistory) -> PanelContent {
    let normal = history.series { $0.normal.map { Double($0.skips) } }
    let reduce = history.series { $0.reduce.map { Double($0.skips) } }
    guard let last = normal.values.last, let kept = history.epochs.compactMap({ $0.normal }).last
    else { return .absent("no genotype was logged") }
    var series = [Series("normal cell", x: normal.epochs.map { Double($0) }, y: normal.values)]
    if !reduce.values.isEmpty {
      series.append(
        Series("reduction cell", x: reduce.epochs.map { Double($0) }, y: reduce.values)
      )
    }
    let onset = CollapseJudge().judge(history)
    let figure = Figure(
      title: "\(Int(last)) of \(kept.kept) kept operations of the normal cell are skip connections",
      subtitle: "In the genotype after each epoch; 5 of 8 or more counts as collapsed",
      chart: Lines(
        series: series,
        x: epochAxis,
        y: Axis("Skip connections", lower: 0, upper: Double(kept.kept), integersOnly: true),
        markers: onset.onsetEpoch.map {
          [VerticalMarker("\(onset.verdict.rawValue) from here", x: Double($0))]
        } ?? []
      )
    )
    return .figure(
      figure,
      alternative: "Skip connections over epochs, at the end \(Int(last)) of \(kept.kept)"
    )
  }

  /// The dominant eigenvalue, its local mean and what the stopping rules decide.
  static func eigenvalue(_ history: SearchHistory) -> PanelContent {
    let series = history.series { $0.eigenvalue }
    guard let first = series.values.first, let last = series.values.last, series.values.count > 1
    else { return .absent("no Hessian was stored") }
    let epochs = series.epochs.map { Double($0) }
    var markers: [VerticalMarker] = []
    for (name, rule) in [("code", EigenvalueRatio.code), ("paper", .paper)] {
      let found = try? rule.decide(
        epochs: series.epochs,
        eigenvalues: series.values,
        plannedEpochs: history.plannedEpochs
      )
      if let decision = found ?? nil {
        markers.append(
          VerticalMarker("\(name) rule stops", x: Double(decision.decidedEpoch))
        )
      }
    }
    let figure = Figure(
      title: "The largest eigenvalue goes from \(Numbers.short(first)) to \(Numbers.short(last))",
      subtitle: "Hessian of the validation loss in alpha"
        + (history.includedDecay.flatMap { $0 > 0 ? $0 : nil }.map {
          ", \(Numbers.short($0)) of it weight decay"
        } ?? ""),
      chart: Lines(
        series: [
          Series("measured", x: epochs, y: series.values, showsMarkers: true),
          Series(
            "mean of the last five",
            x: epochs,
            y: EigenvalueRatio.code.localMeans(series.values).map { $0 ?? .nan }
          ),
        ],
        x: epochAxis,
        y: Axis("Dominant eigenvalue", unit: "nats"),
        markers: markers
      )
    )
    return .figure(
      figure,
      alternative: "Dominant eigenvalue from \(Numbers.short(first)) to \(Numbers.short(last))"
    )
  }

  /// Entropy and margin of the operation weights.
  static func entropy(_ history: SearchHistory) -> PanelContent {
    let known = CollapseIndicators.of(history).filter { $0.entropy != nil }
    guard let last = known.last?.entropy else { return .absent("no alphas were logged") }
    let epochs = known.map { Double($0.epoch) }
    let figure = Figure(
      title: "The entropy of the operation weights ends at \(Numbers.percent(last)) of the largest",
      subtitle: "Means over the edges of the normal cell",
      chart: Lines(
        series: [
          Series("entropy over its largest", x: epochs, y: known.map { $0.entropy ?? .nan }),
          Series("largest weight minus second", x: epochs, y: known.map { $0.margin ?? .nan }),
        ],
        x: epochAxis,
        y: Axis("Share", lower: 0, upper: 1)
      )
    )
    return .figure(figure, alternative: "Entropy over epochs, at the end \(Numbers.percent(last))")
  }
}
