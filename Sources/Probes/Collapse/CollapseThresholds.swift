/// Where verdicts change; the defaults were chosen on half of the published RobustDARTS runs and are
/// scored on the other half in `notebooks-md/detector.md`.
public struct CollapseThresholds: Sendable, Hashable, Codable {
  /// Share of the normal cell's kept operations that are skip connections in a collapsed cell: 5 of 8.
  public var skipShare = 0.625
  /// Epochs a running search must stay above `skipShare`.
  public var persistence = 3
  /// Epochs whose mean is the present number of skips.
  public var levelWindow = 3
  /// Epochs the trend of the skips is fitted over.
  public var trendWindow = 10
  /// Epochs the trend is followed into the future.
  public var horizon = 4.0
  /// Risk from which a running search counts as collapsing.
  public var risk = 0.5
  /// Risk of a search that does not train: its alphas tie, and ties go to the operation listed first.
  public var riskWithoutTraining = 0.55
  /// Accuracy below this many times chance is no training.
  public var trainedOverChance = 2.0
  /// Accuracy below this many times chance is too little for a good word.
  public var healthyOverChance = 2.5
  /// Fewest epochs for a verdict.
  public var leastEpochs = 5
  /// Movement of the operation weights, in shares of their range, below which nothing was decided.
  public var leastMovement = 0.01
  /// Epochs over which supernet and derived accuracy are compared.
  public var driftWindow = 5

  /// Creates the defaults.
  public init() {}

  /// The highest accuracy that counts as none, for a number of classes.
  ///
  /// Twice chance for many classes; for few, ten points above it.
  func untrained(classes: Int, factor: Double) -> Double {
    let chance = 1 / Double(classes)
    return min(factor * chance, chance + 0.1 * (factor - 1))
  }
}
