import Networks
import Probes
import Search
import Training

/// The numbers that tables, verdicts and inline values can name, one entry each.
public enum MetricCatalog {
  /// Every metric in the order of a report's table.
  public static let all: [Metric] =
    [
      Metric(
        id: "supernet.accuracy",
        label: "Supernet accuracy",
        meaning: "validation images the supernet gets right, all operations mixed",
        unit: .share,
        events: [SearchEpoch.id]
      ) { record in
        samples(record.epochs, \.epoch) {
          .share($0.validation.accuracy, of: record.started.architectureImages)
        }
      },
      Metric(
        id: "supernet.loss",
        label: "Supernet loss",
        meaning: "mean cross-entropy on the validation images, in nats",
        unit: .number,
        events: [SearchEpoch.id]
      ) { record in
        samples(record.epochs, \.epoch) { Measured($0.validation.loss) }
      },
      Metric(
        id: "train.accuracy",
        label: "Training accuracy",
        meaning: "training images right while the weights moved",
        unit: .share,
        events: [SearchEpoch.id]
      ) { record in
        samples(record.epochs, \.epoch) {
          .share($0.train.accuracy, of: record.started.weightImages)
        }
      },
      Metric(
        id: "derived.accuracy",
        label: "Derived network, inherited weights",
        meaning: "the same images with only the derived operations, weights as they are",
        unit: .share,
        events: [DiscretizationMeasured.id]
      ) { record in
        samples(record.discretization, \.epoch) {
          .share($0.derived.accuracy, of: record.started.architectureImages)
        }
      },
      Metric(
        id: "discretization.gap",
        label: "Lost by discretizing",
        meaning: "supernet minus derived network with inherited weights",
        unit: .points,
        events: [DiscretizationMeasured.id]
      ) { record in
        samples(record.discretization, \.epoch) {
          .difference(
            $0.supernet.accuracy,
            $0.derived.accuracy,
            of: record.started.architectureImages
          )
        }
      },
      skips("skips.normal", "Skips in the normal cell", 0),
      skips("skips.reduce", "Skips in the reduction cell", 1),
      Metric(
        id: "curvature.last",
        label: "Dominant eigenvalue",
        meaning:
          "of the alpha Hessian of the validation loss; the interval is the Lanczos residual",
        unit: .number,
        events: [CurvatureMeasured.id]
      ) { record in
        samples(record.curvature, \.epoch) {
          Measured(
            $0.eigenvalue,
            lower: $0.eigenvalue - $0.residual,
            upper: $0.eigenvalue + $0.residual
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
        return samples(record.curvature, \.epoch) { Measured($0.eigenvalue / first.eigenvalue) }
      },
      alpha("alpha.strongest", "Strongest operation", "mean largest weight of an edge") {
        $0.max() ?? 0
      },
      alpha("alpha.margin", "Margin", "mean weight between the first and the second operation") {
        let sorted = $0.sorted(by: >)
        return sorted.count > 1 ? sorted[0] - sorted[1] : sorted.first ?? 0
      },
    ] + derived + errors + truth

  /// The metric named `id`, or nil.
  public static func metric(_ id: String) -> Metric? {
    all.first { $0.id == id }
  }

  /// What events say, by the epochs run when they were written; nothing where they say nothing.
  static func samples<Event>(
    _ events: [Event],
    _ epoch: (Event) -> Int,
    _ measured: (Event) -> Measured?
  ) -> [Metric.Sample] {
    events.compactMap { event in
      measured(event).map { Metric.Sample(epoch: epoch(event) + 1, measured: $0) }
    }
  }

  private static func skips(_ id: String, _ label: String, _ place: Int) -> Metric {
    Metric(
      id: id,
      label: label,
      meaning: "skip connections among the kept edges",
      unit: .count,
      events: [SearchEpoch.id]
    ) { record in
      samples(record.epochs, \.epoch) {
        place < $0.skips.count ? Measured(Double($0.skips[place])) : nil
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
      return samples(record.epochs, \.epoch) { epoch in
        guard epoch.operationWeights.count == layout.count, !layout.rows.isEmpty else { return nil }
        let sum = layout.rows.reduce(0.0) { $0 + value(epoch.operationWeights[$1.range]) }
        return Measured(sum / Double(layout.rows.count))
      }
    }
  }
}
