import Networks
import Probes
import Search
import Training

extension MetricCatalog {
  /// What became of the derived network, and of `none` on the way to it.
  static let derived: [Metric] = [
    Metric(
      id: "alone.accuracy",
      label: "Trained alone",
      meaning: "test images right with the derived network trained from new weights",
      unit: .share,
      events: [SearchFinished.id],
      isKey: false
    ) { record in
      let all = record.trainings.keys.sorted().flatMap { record.trainings[$0] ?? [] }
      let own = all.filter { $0.genotype == record.genotype }
      guard !own.isEmpty else { return [] }
      let mean = own.reduce(0) { $0 + $1.test.accuracy } / Double(own.count)
      return [.init(epoch: record.epochs.count, measured: Measured(mean))]
    },
    Metric(
      id: "kept.operations",
      label: "Operations kept",
      meaning: "operations of the derived architecture, over all its edges",
      unit: .count,
      events: [SearchFinished.id],
      isKey: false
    ) { record in
      guard record.finished != nil, let architecture = record.architecture,
        let choices = try? record.space.choices(of: architecture, in: record.layout)
      else { return [] }
      return [.init(epoch: record.epochs.count, measured: Measured(Double(choices.count)))]
    },
    none("none.weight", "Weight of none", "mean share that none holds of the edges that have it") {
      $0.weight
    },
    none("none.strongest", "Edges led by none", "share of edges whose strongest operation is none")
    {
      $0.rows > 0 ? Double($0.strongest) / Double($0.rows) : 0
    },
  ]

  /// A share that `none` has, over the epochs; nothing in spaces without it.
  private static func none(
    _ id: String,
    _ label: String,
    _ meaning: String,
    _ value: @escaping @Sendable (NoneShare) -> Double
  ) -> Metric {
    Metric(
      id: id,
      label: label,
      meaning: meaning,
      unit: .share,
      events: [SearchEpoch.id],
      isKey: false
    ) { record in
      samples(record.epochs, \.epoch) { epoch in
        guard let none = epoch.none, none.rows > 0 else { return nil }
        return Measured(value(none))
      }
    }
  }
}
