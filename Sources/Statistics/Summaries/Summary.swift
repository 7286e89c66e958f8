/// Quantiles of a sample.
public enum Quantile {
  /// The quantile at `level`, interpolated linearly between order statistics.
  ///
  /// Type 7 of R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", 1996; the
  /// default of NumPy and R.
  ///
  /// - Returns: undefined for an empty sample or a value that is not finite.
  /// - Precondition: the level is from 0 to 1.
  public static func of(_ values: [Double], _ level: Double) -> Statistic {
    if let fault = SampleFault.single(values, least: 1) { return .undefined(fault) }
    return .defined(ofSorted(values.sorted(), level))
  }

  static func ofSorted(_ sorted: [Double], _ level: Double) -> Double {
    precondition((0...1).contains(level), "a level is from 0 to 1, got \(level)")
    let place = level * Double(sorted.count - 1)
    let below = min(sorted.count - 1, Int(place))
    let above = min(sorted.count - 1, below + 1)
    let share = place - Double(below)
    let step = sorted[above] - sorted[below]
    // From the nearer end, so that both ends are met exactly.
    return share < 0.5 ? sorted[below] + step * share : sorted[above] - step * (1 - share)
  }
}

/// What a sample looks like.
public struct Summary: Sendable, Hashable, Codable {
  /// The number of values.
  public let count: Int
  /// The mean.
  public let mean: Double
  /// The standard deviation with n - 1; nil for a single value.
  public let deviation: Double?
  /// The smallest value.
  public let minimum: Double
  /// The lower quartile.
  public let lowerQuartile: Double
  /// The median.
  public let median: Double
  /// The upper quartile.
  public let upperQuartile: Double
  /// The largest value.
  public let maximum: Double

  /// Summarizes a sample; nil for an empty one or one with a value that is not finite.
  public init?(_ values: [Double]) {
    guard SampleFault.single(values, least: 1) == nil else { return nil }
    let sorted = values.sorted()
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
    minimum = sorted[0]
    lowerQuartile = Quantile.ofSorted(sorted, 0.25)
    median = Quantile.ofSorted(sorted, 0.5)
    upperQuartile = Quantile.ofSorted(sorted, 0.75)
    maximum = sorted[sorted.count - 1]
  }
}
