/// Right and wrong calls of a yes-or-no decision.
public struct Confusion: Sendable, Hashable, Codable {
  /// Positives called positive.
  public var truePositives = 0
  /// Negatives called positive.
  public var falsePositives = 0
  /// Positives called negative.
  public var falseNegatives = 0
  /// Negatives called negative.
  public var trueNegatives = 0

  /// Counts calls against the truth.
  ///
  /// - Precondition: both have as many values.
  public init(called: [Bool], isPositive: [Bool]) {
    precondition(
      called.count == isPositive.count,
      "\(called.count) calls are paired with \(isPositive.count) labels"
    )
    for (call, truth) in zip(called, isPositive) {
      switch (call, truth) {
      case (true, true): truePositives += 1
      case (true, false): falsePositives += 1
      case (false, true): falseNegatives += 1
      case (false, false): trueNegatives += 1
      }
    }
  }

  /// The share of positive calls that are right.
  public var precision: Statistic {
    share(truePositives, of: truePositives + falsePositives, "nothing was called positive")
  }

  /// The share of positives that are called.
  public var recall: Statistic {
    share(truePositives, of: truePositives + falseNegatives, "there are no positives")
  }

  /// The share of negatives that are called positive.
  public var falsePositiveRate: Statistic {
    share(falsePositives, of: falsePositives + trueNegatives, "there are no negatives")
  }

  /// The harmonic mean of precision and recall.
  public var f1: Statistic {
    share(
      2 * truePositives,
      of: 2 * truePositives + falsePositives + falseNegatives,
      "there are neither positives nor positive calls"
    )
  }

  /// Wilson's interval of the precision, or nil when nothing was called positive.
  public func precisionInterval(confidence: Double = 0.95) -> Interval? {
    Interval.wilson(
      successes: truePositives,
      trials: truePositives + falsePositives,
      confidence: confidence
    )
  }

  /// Wilson's interval of the recall, or nil without positives.
  public func recallInterval(confidence: Double = 0.95) -> Interval? {
    Interval.wilson(
      successes: truePositives,
      trials: truePositives + falseNegatives,
      confidence: confidence
    )
  }

  private func share(_ part: Int, of whole: Int, _ reason: String) -> Statistic {
    whole > 0 ? .defined(Double(part) / Double(whole)) : .undefined(reason)
  }
}
