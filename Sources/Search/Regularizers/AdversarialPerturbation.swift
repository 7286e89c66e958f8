public import Records

/// The change of the operations' weights within +-radius that hurts the training loss most, found by
/// projected ascent from a random start, while the network's weights move (SDARTS-ADV: Chen, Hsieh,
/// ICML 2020, equation 7; 7 steps, 0.03 to 0.3).
///
/// As in the authors' code the ascent runs with running statistics, its step is 2 radius / 7, the
/// change is dropped when it does not raise the loss, and rows are clamped to 0...1 and renormalized.
public struct AdversarialPerturbation: Regularizer {
  /// The radius at the end; 0 for off.
  public var weight: Double
  /// The radius in the first epoch.
  public var start: Double
  /// Steps of ascent.
  public var steps: Int

  /// Creates the perturbation.
  public init(weight: Double = 0.3, start: Double = 0.03, steps: Int = 7) {
    self.weight = weight
    self.start = start
    self.steps = steps
  }

  /// At the strength of the paper.
  public static var published: AdversarialPerturbation { AdversarialPerturbation() }
  /// The name, `adversarialPerturbation`.
  public var id: String { "adversarialPerturbation" }
  /// What it does.
  public var summary: String { "worst change of operation weights (Chen, Hsieh, 2020, eq. 7)" }

  /// The radius at a moment.
  func radius(_ moment: Moment) -> Double { start + (weight - start) * moment.share }

  /// One step of ascent: gates + 2 radius / steps * sign(gradient), within the box around the centre.
  public static func ascended(
    _ gates: [Double],
    gradient: [Double],
    centre: [Double],
    radius: Double,
    steps: Int
  ) -> [Double] {
    let length = 2 * radius / Double(steps)
    return gates.indices.map { index in
      let slope = gradient[index]
      let moved = gates[index] + (slope > 0 ? length : slope < 0 ? -length : 0)
      return min(centre[index] + radius, max(centre[index] - radius, moved))
    }
  }

  /// A first radius below zero, no steps.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.atLeast("start", start, 0)
    checks.range("steps", steps, 1...100)
    return checks.problems
  }
}
