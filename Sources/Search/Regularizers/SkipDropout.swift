import Engine
public import Records

/// Drops the outputs of skip connections while the weights move, with a probability that decays within
/// every stage (P-DARTS: Chen et al., "Progressive Differentiable Architecture Search", ICCV 2019,
/// section 3.4.1).
///
/// As in the authors' code: p (n - 1 - e) / n in the n epochs in which alpha rests, then
/// p exp(-0.2 (e - n)). The rate of a stage is that of `stages`, the last one from there on, times
/// `weight`. Deviation: the skips of whole samples are dropped, not single numbers.
public struct SkipDropout: Regularizer {
  /// What multiplies the rates; 0 for off.
  public var weight: Double
  /// The rate of each stage; 0, 0.4, 0.7 for CIFAR-10.
  public var stages: [Double]

  /// Creates the disturbance.
  public init(weight: Double = 1, stages: [Double] = [0, 0.4, 0.7]) {
    self.weight = weight
    self.stages = stages
  }

  /// At the strength of the paper.
  public static var published: SkipDropout { SkipDropout() }
  /// The name, `skipDropout`.
  public var id: String { "skipDropout" }
  /// What it does.
  public var summary: String { "drops skip connections, decaying (Chen et al., 2019, sec. 3.4.1)" }

  /// The probability in an epoch of a stage.
  ///
  /// - Parameters:
  ///   - moment: the epoch within the stage, and the stage's epochs.
  ///   - rest: the stage's epochs in which alpha rests.
  public func probability(stage: Int, moment: Moment, rest: Int) -> Double {
    guard let last = stages.indices.last else { return 0 }
    let rate = weight * stages[min(stage, last)]
    if moment.epoch < rest {
      return rate * Double(moment.epochs - 1 - moment.epoch) / Double(moment.epochs)
    }
    return rate * Portable.exp(-0.2 * Double(moment.epoch - rest))
  }

  /// Rates outside 0 to 1.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    for (index, rate) in stages.enumerated() {
      checks.range("stages.\(index)", rate * max(1, weight), 0..<1)
    }
    return checks.problems
  }
}
