import Foundation

/// The labelled positions of an axis: round numbers inside its range.
struct Ticks: Sendable, Hashable {
  /// The labelled values in rising order.
  var values: [Double]
  /// One label per value.
  var labels: [String]
  /// Unlabelled values between the labelled ones, on log axes.
  var minor: [Double] = []

  static let none = Ticks(values: [], labels: [])

  /// About `count` ticks of `scale`, at least one where a round number exists.
  ///
  /// With `atLeast` up to twice as many are tried until there are so many.
  init(_ scale: Scale, count: Int, integersOnly: Bool = false, atLeast least: Int) {
    self = .none
    for tried in count...max(count, 2 * count) {
      self = Ticks(scale, count: tried, integersOnly: integersOnly)
      if values.count >= least { return }
    }
  }

  /// About `count` ticks of `scale`, at least one where a round number exists.
  init(_ scale: Scale, count: Int, integersOnly: Bool = false) {
    switch scale.kind {
    case .linear:
      self = Self.linear(scale, count: max(1, count), integersOnly: integersOnly)
    case .logarithmic:
      self = Self.logarithmic(scale, count: max(2, count))
    }
  }

  init(values: [Double], labels: [String], minor: [Double] = []) {
    self.values = values
    self.labels = labels
    self.minor = minor
  }

  /// The smallest of 1, 2, 5 times a power of ten that cuts `span` into at most `count` parts.
  static func roundStep(_ span: Double, count: Int) -> Double {
    let raw = span / Double(count)
    guard raw.isFinite, raw > 1e-300 else { return 0 }
    let power = pow(10, log10(raw).rounded(.down))
    for factor in [1.0, 2, 5, 10] where raw <= factor * power * 1.000_001 { return factor * power }
    return 10 * power
  }

  private static func linear(_ scale: Scale, count: Int, integersOnly: Bool) -> Ticks {
    var step = roundStep(scale.upper - scale.lower, count: count)
    if integersOnly { step = max(1, step) }
    let slack = step * 1e-6
    let first = ((scale.lower - slack) / step).rounded(.up)
    let last = ((scale.upper + slack) / step).rounded(.down)
    // A range so narrow or so far from zero that steps vanish in rounding has no round ticks.
    guard step > 0, abs(first) < 1e12, abs(last) < 1e12, last >= first, last - first < 1000 else {
      return none
    }
    // Dividing by a whole number keeps 0.3 from becoming 0.30000000000000004.
    let inverse = (1 / step).rounded()
    let values = (Int(first)...Int(last)).map { index in
      step < 1 && inverse < 1e15 ? Double(index) / inverse : Double(index) * step
    }
    return Ticks(values: values, labels: TickFormat(values: values, step: step).labels)
  }

  private static func logarithmic(_ scale: Scale, count: Int) -> Ticks {
    let low = Int(log10(scale.lower * 0.999_999).rounded(.up))
    let high = Int(log10(scale.upper * 1.000_001).rounded(.down))
    if high - low < 1 { return withinDecades(scale, count: count) }
    let stride = max(1, Int((Double(high - low + 1) / Double(count)).rounded(.up)))
    let exponents = (low...high).filter { $0 % stride == 0 }
    let values = exponents.map { pow(10, Double($0)) }
    var minor: [Double] = []
    if stride == 1, high - low < 8 {
      for exponent in (low - 1)...high {
        minor += (2...9).map { Double($0) * pow(10, Double(exponent)) }.filter(scale.contains)
      }
    }
    return Ticks(values: values, labels: TickFormat.powers(exponents), minor: minor)
  }

  /// Ticks of a log axis that holds at most one power of ten: 1, 2, 5 or plain steps.
  private static func withinDecades(_ scale: Scale, count: Int) -> Ticks {
    let low = Int(log10(scale.lower).rounded(.down))
    let candidates = (low...(low + 2)).flatMap { exponent in
      [1.0, 2, 5].map { $0 * pow(10, Double(exponent)) }
    }.filter(scale.contains)
    if candidates.count >= 2 {
      return Ticks(values: candidates, labels: candidates.map { TickFormat.single($0) })
    }
    let straight = Scale(
      kind: .linear,
      lower: scale.lower,
      upper: scale.upper,
      start: scale.start,
      end: scale.end
    )
    return linear(straight, count: count, integersOnly: false)
  }
}
