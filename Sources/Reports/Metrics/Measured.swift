import Foundation

/// A number with the interval it may be trusted to.
public struct Measured: Sendable, Hashable {
  /// The number.
  public var value: Double
  /// The lower end of its 95 % interval, or nil when none is known.
  public var lower: Double?
  /// The upper end of its 95 % interval, or nil when none is known.
  public var upper: Double?

  /// Creates a measurement.
  public init(_ value: Double, lower: Double? = nil, upper: Double? = nil) {
    self.value = value
    self.lower = lower
    self.upper = upper
  }

  /// 1.96, the normal quantile behind a 95 % interval.
  private static let z = 1.959963984540054

  /// A share of `count` images.
  ///
  /// Reference: Wilson, "Probable inference, the law of succession, and statistical inference",
  /// Journal of the American Statistical Association 22 (1927).
  public static func share(_ share: Double, of count: Int) -> Measured {
    guard count > 0, share.isFinite else { return Measured(share) }
    let n = Double(count)
    let squared = z * z
    let center = (share + squared / (2 * n)) / (1 + squared / n)
    let half =
      z / (1 + squared / n)
      * (share * (1 - share) / n + squared / (4 * n * n)).squareRoot()
    return Measured(share, lower: max(0, center - half), upper: min(1, center + half))
  }

  /// The difference of two shares of the same `count` images.
  ///
  /// Both are taken as independent; on the same images the true interval is narrower.
  ///
  /// Reference: Newcombe, "Interval estimation for the difference between independent proportions",
  /// Statistics in Medicine 17 (1998), method 10.
  public static func difference(_ first: Double, _ second: Double, of count: Int) -> Measured {
    let (a, b) = (share(first, of: count), share(second, of: count))
    guard let lowA = a.lower, let highA = a.upper, let lowB = b.lower, let highB = b.upper else {
      return Measured(first - second)
    }
    let down = ((first - lowA) * (first - lowA) + (highB - second) * (highB - second)).squareRoot()
    let up = ((highA - first) * (highA - first) + (second - lowB) * (second - lowB)).squareRoot()
    return Measured(first - second, lower: first - second - down, upper: first - second + up)
  }

  /// The mean of values from different seeds with Student's interval; none for a single value.
  public static func mean(_ values: [Double]) -> Measured? {
    guard !values.isEmpty else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    guard values.count > 1 else { return Measured(mean) }
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let half = student(values.count - 1) * (variance / count).squareRoot()
    return Measured(mean, lower: mean - half, upper: mean + half)
  }

  /// The difference of two means with Welch's interval; none unless both have several values.
  ///
  /// Reference: Welch, "The generalization of 'Student's' problem when several different population
  /// variances are involved", Biometrika 34 (1947). Degrees of freedom are rounded down.
  public static func difference(_ first: [Double], _ second: [Double]) -> Measured? {
    guard let a = mean(first), let b = mean(second) else { return nil }
    guard first.count > 1, second.count > 1 else { return Measured(a.value - b.value) }
    func term(_ values: [Double], _ mean: Double) -> Double {
      let count = Double(values.count)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) / count
    }
    let (u, v) = (term(first, a.value), term(second, b.value))
    let freedom =
      (u + v) * (u + v)
      / (u * u / Double(first.count - 1) + v * v / Double(second.count - 1))
    let degrees = freedom.isFinite ? max(1, Int(freedom)) : first.count + second.count - 2
    let half = student(degrees) * (u + v).squareRoot()
    let difference = a.value - b.value
    return Measured(difference, lower: difference - half, upper: difference + half)
  }

  /// The 0.975 quantile of Student's t, from printed tables up to 30 degrees of freedom and the
  /// Cornish-Fisher expansion beyond (error below 0.0001 there).
  static func student(_ degrees: Int) -> Double {
    let table = [
      12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010,
      2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739,
      2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
    ]
    if degrees >= 1 && degrees <= table.count { return table[degrees - 1] }
    let n = Double(max(1, degrees))
    let cube = z * z * z
    return z + (cube + z) / (4 * n) + (5 * cube * z * z + 16 * cube + 3 * z) / (96 * n * n)
  }
}
