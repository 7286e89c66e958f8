public import Records

/// Uniform noise on the operations' weights while the network's weights move, by up to an amount that
/// grows over the epochs; then every row is clamped to 0...1 and made to sum to one again
/// (SDARTS-RS: Chen, Hsieh, "Stabilizing Differentiable Architecture Search via Perturbation-based
/// Regularization", ICML 2020, equation 6; 0.03 to 0.3).
public struct RandomPerturbation: Regularizer {
  /// The largest change of a weight at the end; 0 for off.
  public var weight: Double
  /// The largest change of a weight in the first epoch.
  public var start: Double

  /// Creates the perturbation.
  public init(weight: Double = 0.3, start: Double = 0.03) {
    self.weight = weight
    self.start = start
  }

  /// At the strength of the paper.
  public static var published: RandomPerturbation { RandomPerturbation() }
  /// The name, `randomPerturbation`.
  public var id: String { "randomPerturbation" }
  /// What it does.
  public var summary: String { "uniform noise on operation weights (Chen, Hsieh, 2020, eq. 6)" }

  /// The largest change at a moment: start + (weight - start) * epoch / epochs.
  func radius(_ moment: Moment) -> Double { start + (weight - start) * moment.share }

  /// A first radius below zero.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.atLeast("start", start, 0)
    return checks.problems
  }
}

/// Gates moved off the simplex of their row and put back on it.
enum PerturbedGates {
  /// Clamps every row's live gates to 0...1 and divides them by their sum, that of the row before.
  static func projected(
    _ gates: [Double],
    from before: [Double],
    alive: [Bool],
    rows: [Range<Int>]
  ) -> [Double] {
    var result = gates.map { min(1, max(0, $0)) }
    for row in rows {
      let wanted = row.reduce(0) { alive[$1] ? $0 + before[$1] : $0 }
      let sum = row.reduce(0) { alive[$1] ? $0 + result[$1] : $0 }
      for index in row {
        result[index] = alive[index] ? (sum > 0 ? result[index] / sum * wanted : before[index]) : 0
      }
    }
    return result
  }
}
