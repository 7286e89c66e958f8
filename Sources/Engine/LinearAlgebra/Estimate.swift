/// A mean over independent random probes with its standard error.
public struct Estimate: Sendable, Hashable, Codable {
  /// The mean.
  public let mean: Double
  /// Standard deviation of the mean, from the sample variance; infinite for a single probe.
  public let standardError: Double
  /// The number of probes.
  public let count: Int

  /// Averages `samples` in order; NaN for none.
  public init(_ samples: [Double]) {
    count = samples.count
    let size = Double(count)
    let mean = samples.reduce(0, +) / size
    self.mean = mean
    let spread = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardError = count > 1 ? (spread / (size * (size - 1))).squareRoot() : .infinity
  }
}
