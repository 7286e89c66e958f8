import Search

/// What a table of true accuracies says of the architecture a search found.
extension MetricCatalog {
  static let truth: [Metric] = [
    Metric(
      id: "true.accuracy",
      label: "True accuracy",
      meaning: "of the architecture found, as a table of true accuracies has it",
      unit: .share,
      events: [SearchFinished.id]
    ) { record in
      looked(record) { accuracy, _ in accuracy / 100 }
    },
    Metric(
      id: "true.regret",
      label: "Regret",
      meaning: "the best true accuracy of the table minus that of the architecture found",
      unit: .points,
      events: [SearchFinished.id]
    ) { record in
      looked(record) { ($1.best - $0) / 100 }
    },
    Metric(
      id: "true.rank",
      label: "True rank",
      meaning: "of the architecture found among all of the table; 1 is the best",
      unit: .count,
      events: [SearchFinished.id]
    ) { record in
      looked(record) { Double($1.rank(of: $0)) }
    },
  ]

  private static func looked(
    _ record: SearchRecord,
    _ value: (Double, TrueAccuracies) -> Double
  ) -> [Metric.Sample] {
    guard let truth = record.truth, let genotype = record.genotype,
      let accuracy = truth.accuracy(of: genotype)
    else { return [] }
    return [.init(epoch: record.epochs.count, measured: Measured(value(accuracy, truth)))]
  }
}
