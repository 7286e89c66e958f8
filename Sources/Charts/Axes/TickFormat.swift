import Foundation

/// Labels of ticks, all of one axis written alike, independent of the locale.
struct TickFormat: Sendable, Hashable {
  let labels: [String]

  /// Labels for multiples of `step`.
  init(values: [Double], step: Double) {
    let largest = values.map(abs).max() ?? 0
    if largest == 0 || (largest < 1e5 && step >= 0.999e-4) {
      let digits = Self.decimals(step)
      labels = values.map { Self.fixed($0, decimals: digits) }
    } else if largest < 1e12, step >= 0.999 {
      let (divisor, suffix) =
        largest >= 1e9 ? (1e9, "G") : largest >= 1e6 ? (1e6, "M") : (1e3, "k")
      let digits = Self.decimals(step / divisor)
      labels = values.map {
        $0 == 0 ? "0" : Self.fixed($0 / divisor, decimals: digits) + suffix
      }
    } else {
      let exponent = Int(log10(largest).rounded(.down))
      let unit = pow(10, Double(exponent))
      let digits = Self.decimals(step / unit)
      labels = values.map {
        $0 == 0
          ? "0"
          : Self.fixed($0 / unit, decimals: digits) + "\u{00D7}10" + Self.superscript(exponent)
      }
    }
  }

  /// How many decimals a multiple of `step` needs.
  static func decimals(_ step: Double) -> Int {
    guard step > 0, step < 1 else { return 0 }
    return min(12, max(0, Int((-log10(step) - 1e-6).rounded(.up))))
  }

  /// `value` with exactly `decimals` digits after the point and a true minus sign.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", value)
    guard text.hasPrefix("-") else { return text }
    let body = text.dropFirst()
    return body.allSatisfy { $0 == "0" || $0 == "." } ? String(body) : "\u{2212}" + body
  }

  /// One number in at most about three significant digits, for values in cells and labels.
  static func short(_ value: Double) -> String {
    if value.isNaN { return "\u{2013}" }
    if value.isInfinite { return value > 0 ? "\u{221E}" : "\u{2212}\u{221E}" }
    let size = abs(value)
    if size == 0 { return "0" }
    if size >= 1e5 || size < 1e-3 { return single(value) }
    let decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 2 : 3
    return fixed(value, decimals: decimals)
  }

  /// The numbers of a table, all with the decimals that suit the largest.
  static func uniform(_ values: [[Double]]) -> [[String]] {
    let largest = values.joined().filter(\.isFinite).map(abs).max() ?? 0
    guard largest >= 0.1, largest < 1e5 else { return values.map { $0.map(short) } }
    let isWhole = values.joined().allSatisfy { !$0.isFinite || $0 == $0.rounded() }
    let decimals = isWhole || largest >= 1000 ? 0 : largest >= 20 ? 1 : 2
    return values.map { row in
      row.map { $0.isFinite ? fixed($0, decimals: decimals) : short($0) }
    }
  }

  /// One number on its own, scientific when plain digits would be long.
  static func single(_ value: Double) -> String {
    let size = abs(value)
    if size == 0 { return "0" }
    if size < 1e5, size >= 0.999e-3 {
      let text = fixed(value, decimals: 4)
      guard text.contains(".") else { return text }
      let trimmed = text.reversed().drop { $0 == "0" }
      return String(String(trimmed.first == "." ? trimmed.dropFirst() : trimmed).reversed())
    }
    let exponent = Int(log10(size).rounded(.down))
    let mantissa = value / pow(10, Double(exponent))
    guard mantissa.isFinite else { return fixed(value.sign == .minus ? -0.0 : 0, decimals: 0) }
    let power = "10" + superscript(exponent)
    if abs(abs(mantissa) - 1) < 0.005 { return (value < 0 ? "\u{2212}" : "") + power }
    return fixed(mantissa, decimals: abs(mantissa - mantissa.rounded()) < 0.05 ? 0 : 1)
      + "\u{00D7}" + power
  }

  /// Labels of powers of ten: plain digits from 0.001 to 10,000 when all fit, else 10 with exponent.
  static func powers(_ exponents: [Int]) -> [String] {
    let isPlain = exponents.allSatisfy { $0 >= -3 && $0 <= 4 }
    return exponents.map { exponent in
      if isPlain {
        return fixed(pow(10, Double(exponent)), decimals: max(0, -exponent))
      }
      return exponent == 0 ? "1" : "10" + superscript(exponent)
    }
  }

  /// `number` in superscript digits.
  static func superscript(_ number: Int) -> String {
    let digits: [Character] = [
      "\u{2070}", "\u{00B9}", "\u{00B2}", "\u{00B3}", "\u{2074}", "\u{2075}", "\u{2076}",
      "\u{2077}", "\u{2078}", "\u{2079}",
    ]
    let body = String(abs(number)).compactMap { $0.wholeNumberValue.map { digits[$0] } }
    return (number < 0 ? "\u{207B}" : "") + String(body)
  }
}
