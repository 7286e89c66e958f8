/// A confidence interval.
public struct Interval: Sendable, Hashable, Codable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double

  /// Creates an interval.
  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// Whether the interval holds a value, its ends included.
  public func contains(_ value: Double) -> Bool { value >= lower && value <= upper }

  /// Wilson's interval of a share, without continuity correction.
  ///
  /// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA,
  /// 1927.
  ///
  /// - Returns: an interval within 0...1; nil without trials.
  /// - Precondition: successes are from 0 to trials, the confidence is between 0 and 1.
  public static func wilson(
    successes: Int,
    trials: Int,
    confidence: Double = 0.95
  ) -> Interval? {
    precondition(
      trials >= 0 && (0...trials).contains(successes),
      "\(successes) successes in \(trials) trials"
    )
    precondition(confidence > 0 && confidence < 1, "a confidence of \(confidence)")
    guard trials > 0 else { return nil }
    let z = NormalDistribution.quantile(0.5 + confidence / 2)
    let n = Double(trials)
    let share = Double(successes) / n
    let width = 1 + z * z / n
    let centre = (share + z * z / (2 * n)) / width
    let half = z / width * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    return Interval(
      lower: successes == 0 ? 0 : max(0, centre - half),
      upper: successes == trials ? 1 : min(1, centre + half)
    )
  }
}
