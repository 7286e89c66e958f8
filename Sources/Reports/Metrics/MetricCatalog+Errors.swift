import Probes
import Search
import Training

/// The steps from the supernet to the deployed network, one metric each, so that methods can be
/// compared error by error.
extension MetricCatalog {
  static let errors: [Metric] = [
    error(
      "error.suboptimality",
      "Supernet sub-optimality",
      "trained on with alpha frozen, minus the supernet as the search left it",
      .trainedOn,
      .supernet
    ),
    error(
      "error.discretization",
      "Discretization",
      "supernet minus derived network, inherited weights, statistics recalibrated",
      .supernet,
      .recalibrated
    ),
    error(
      "error.retraining",
      "Retraining",
      "derived with inherited weights minus trained alone at the size of the search; below zero when "
        + "training alone wins",
      .recalibrated,
      .retrained
    ),
    error(
      "error.deployment",
      "Deployment",
      "trained alone at the size of the search minus at the size of deployment; below zero when size "
        + "wins",
      .retrained,
      .deployed
    ),
    state(
      "supernet.test",
      "Supernet on test images",
      "test images the supernet gets right as the search left it",
      .supernet,
      event: DiscretizationDetailed.id
    ),
    state(
      "inherited.accuracy",
      "Derived with inherited weights",
      "test images the derived network gets right with the supernet's weights, statistics recalibrated",
      .recalibrated,
      event: DiscretizationDetailed.id
    ),
    state(
      "retrained.accuracy",
      "Retrained at the search's size",
      "test images the derived network gets right, trained alone at the size of the search",
      .retrained
    ),
    state(
      "deployed.accuracy",
      "Retrained at the deployed size",
      "test images the derived network gets right, trained alone at the size of deployment",
      .deployed
    ),
  ]

  private static func error(
    _ id: String,
    _ label: String,
    _ meaning: String,
    _ from: ErrorState,
    _ to: ErrorState
  ) -> Metric {
    Metric(
      id: id,
      label: label,
      meaning: meaning,
      unit: .points,
      events: [DiscretizationDetailed.id, TrainEpoch.id]
    ) { record in
      atEnd(record, FourErrors.chain(record).step(from, to))
    }
  }

  private static func state(
    _ id: String,
    _ label: String,
    _ meaning: String,
    _ state: ErrorState,
    event: String = TrainEpoch.id
  ) -> Metric {
    Metric(id: id, label: label, meaning: meaning, unit: .share, events: [event]) { record in
      atEnd(record, FourErrors.chain(record).states[state])
    }
  }

  /// A number in points that is known once the search has ended.
  private static func atEnd(_ record: SearchRecord, _ points: Double?) -> [Metric.Sample] {
    points.map { [.init(epoch: record.epochs.count, measured: Measured($0 / 100))] } ?? []
  }
}
