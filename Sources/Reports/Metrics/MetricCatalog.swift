import Networks
import Probes
import Search
import Training

/// The numbers that tables, verdicts and inline values can name, one entry each.
public enum MetricCatalog {
  /// Every metric in the order of a report's table.
  public static let all: [Metric] = [
    Metric(
      id: "supernet.accuracy",
      label: "Supernet accuracy",
      meaning: "validation images the supernet gets right, all operations mixed",
      unit: .share,
      events: [SearchEpoch.id]
    ) { record in
      record.epochs.map {
        .init(
          epoch: $0.epoch + 1,
          measured: .share($0.validation.accuracy, of: record.started.architectureImages)
        )
      }
    },
    Metric(
      id: "supernet.loss",
      label: "Supernet loss",
      meaning: "mean cross-entropy on the validation images, in nats",
      unit: .number,
      events: [SearchEpoch.id]
    ) { record in
      record.epochs.map { .init(epoch: $0.epoch + 1, measured: Measured($0.validation.loss)) }
    },
    Metric(
      id: "train.accuracy",
      label: "Training accuracy",
      meaning: "training images right while the weights moved",
      unit: .share,
      events: [SearchEpoch.id]
    ) { record in
      record.epochs.map {
        .init(
          epoch: $0.epoch + 1,
          measured: .share($0.train.accuracy, of: record.started.weightImages)
        )
      }
    },
    Metric(
      id: "derived.accuracy",
      label: "Derived network, inherited weights",
      meaning: "the same images with only the derived operations, weights as they are",
      unit: .share,
      events: [DiscretizationMeasured.id]
    ) { record in
      record.discretization.map {
        .init(
          epoch: $0.epoch + 1,
          measured: .share($0.derived.accuracy, of: record.started.architectureImages)
        )
      }
    },
    Metric(
      id: "discretization.gap",
      label: "Lost by discretizing",
      meaning: "supernet minus derived network with inherited weights",
      unit: .points,
      events: [DiscretizationMeasured.id]
    ) { record in
      record.discretization.map {
        .init(
          epoch: $0.epoch + 1,
          measured: .difference(
            $0.supernet.accuracy,
            $0.derived.accuracy,
            of: record.started.architectureImages
          )
        )
      }
    },
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
    none("none.weight", "Weight of none", "mean share that none holds of the edges that have it") {
      $0.weight
    },
    none("none.strongest", "Edges led by none", "share of edges whose strongest operation is none") {
      $0.rows > 0 ? Double($0.strongest) / Double($0.rows) : 0
    },
    skips("skips.normal", "Skips in the normal cell", 0),
    skips("skips.reduce", "Skips in the reduction cell", 1),
    Metric(
      id: "curvature.last",
      label: "Dominant eigenvalue",
      meaning: "of the alpha Hessian of the validation loss; the interval is the Lanczos residual",
      unit: .number,
      events: [CurvatureMeasured.id]
    ) { record in
      record.curvature.map {
        .init(
          epoch: $0.epoch + 1,
          measured: Measured(
            $0.eigenvalue,
            lower: $0.eigenvalue - $0.residual,
            upper: $0.eigenvalue + $0.residual
          )
        )
      }
    },
    Metric(
      id: "curvature.growth",
      label: "Growth of the eigenvalue",
      meaning: "dominant eigenvalue over the one before the search; growth announces collapse",
      unit: .number,
      events: [CurvatureMeasured.id]
    ) { record in
      guard let first = record.curvature.first, first.eigenvalue > 0 else { return [] }
      return record.curvature.map {
        .init(epoch: $0.epoch + 1, measured: Measured($0.eigenvalue / first.eigenvalue))
      }
    },
    alpha("alpha.strongest", "Strongest operation", "mean largest weight of an edge") {
      $0.max() ?? 0
    },
    alpha("alpha.margin", "Margin", "mean weight between the first and the second operation") {
      let sorted = $0.sorted(by: >)
      return sorted.count > 1 ? sorted[0] - sorted[1] : sorted.first ?? 0
    },
  ]

  /// The metric named `id`, or nil.
  public static func metric(_ id: String) -> Metric? {
    all.first { $0.id == id }
  }

  private static func skips(_ id: String, _ label: String, _ place: Int) -> Metric {
    Metric(
      id: id,
      label: label,
      meaning: "skip connections among the kept edges",
      unit: .count,
      events: [SearchEpoch.id]
    ) { record in
      record.epochs.compactMap { epoch in
        guard place < epoch.skips.count else { return nil }
        return .init(epoch: epoch.epoch + 1, measured: Measured(Double(epoch.skips[place])))
      }
    }
  }

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
      record.epochs.compactMap { epoch in
        guard let none = epoch.none, none.rows > 0 else { return nil }
        return .init(epoch: epoch.epoch + 1, measured: Measured(value(none)))
      }
    }
  }

  /// A mean over the rows of alpha.
  private static func alpha(
    _ id: String,
    _ label: String,
    _ meaning: String,
    _ value: @escaping @Sendable (ArraySlice<Double>) -> Double
  ) -> Metric {
    Metric(id: id, label: label, meaning: meaning, unit: .share, events: [SearchEpoch.id]) {
      record in
      let layout = record.layout
      return record.epochs.compactMap { epoch in
        guard epoch.operationWeights.count == layout.count, !layout.rows.isEmpty else { return nil }
        let sum = layout.rows.reduce(0.0) { $0 + value(epoch.operationWeights[$1.range]) }
        return .init(
          epoch: epoch.epoch + 1,
          measured: Measured(sum / Double(layout.rows.count))
        )
      }
    }
  }
}
