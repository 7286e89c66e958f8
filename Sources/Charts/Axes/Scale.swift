import Foundation

/// The map from values of an axis to positions on the canvas.
struct Scale: Sendable, Hashable {
  let kind: AxisScale
  /// The values at the two ends, `lower < upper`, both finite, positive on a log axis.
  let lower: Double
  let upper: Double
  /// The positions of `lower` and `upper`; `start > end` on an upward axis.
  let start: Double
  let end: Double

  /// Creates the scale of `axis` over the data of `extent`, padded by `padding` of its length.
  ///
  /// Returns nil when nothing can be shown: no data and no explicit ends.
  init?(
    _ axis: Axis,
    over extent: Extent,
    padding: Double,
    start: Double = 0,
    end: Double = 1
  ) {
    let isLog = axis.scale == .logarithmic
    let usable = { (value: Double?) -> Double? in
      guard let value, value.isFinite, !isLog || value > 0 else { return nil }
      return value
    }
    let dataLower = isLog ? extent.leastPositive : extent.lower
    let hasData = dataLower <= extent.upper
    guard hasData || (usable(axis.lower) != nil && usable(axis.upper) != nil) else { return nil }
    let fixedLower = usable(axis.lower)
    let fixedUpper = usable(axis.upper)
    var low = fixedLower ?? dataLower
    var high = fixedUpper ?? extent.upper
    if low > high { (low, high) = (high, low) }
    // Beyond this a difference of two values would overflow.
    let limit = Double.greatestFiniteMagnitude / 8
    (low, high) = (max(low, -limit), min(high, limit))
    if isLog {
      if high / low < 1.0001 { (low, high) = (low / 2, min(limit, high * 2)) }
      let ratio = pow(high / low, padding)
      if fixedLower == nil { low = max(low / ratio, .leastNormalMagnitude) }
      if fixedUpper == nil { high = min(high * ratio, limit) }
      low = max(low, .leastNormalMagnitude)
      if high <= low { high = low * 2 }
    } else {
      let magnitude = max(abs(low), abs(high))
      if high - low <= magnitude * 1e-12 {
        let spread = magnitude < 1e-300 ? 1 : magnitude * 0.1
        (low, high) = (low - spread, high + spread)
      } else {
        let pad = (high - low) * padding
        let crosses = low >= 0 && low - pad < 0
        if fixedLower == nil { low = crosses ? 0 : low - pad }
        if fixedUpper == nil { high += pad }
      }
    }
    self.init(kind: axis.scale, lower: low, upper: high, start: start, end: end)
  }

  init(kind: AxisScale, lower: Double, upper: Double, start: Double, end: Double) {
    self.kind = kind
    self.lower = lower
    self.upper = upper
    self.start = start
    self.end = end
  }

  /// The same values over other positions.
  func placed(from start: Double, to end: Double) -> Scale {
    Scale(kind: kind, lower: lower, upper: upper, start: start, end: end)
  }

  /// Where `value` stands, or nil when it cannot be shown; far outside it is held near the ends.
  func position(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    let fraction: Double
    switch kind {
    case .linear:
      fraction = (value / 2 - lower / 2) / (upper / 2 - lower / 2)
    case .logarithmic:
      guard value > 0 else { return nil }
      fraction = log(value / lower) / log(upper / lower)
    }
    return start + min(50, max(-50, fraction)) * (end - start)
  }

  func contains(_ value: Double) -> Bool {
    let slack = kind == .linear ? (upper - lower) * 1e-9 : lower * 1e-9
    return value >= lower - slack && value <= upper + slack
  }

  /// The value at `position`.
  func value(at position: Double) -> Double {
    let fraction = (position - start) / (end - start)
    switch kind {
    case .linear: return lower + fraction * (upper - lower)
    case .logarithmic: return lower * pow(upper / lower, fraction)
    }
  }
}
