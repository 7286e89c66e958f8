import Foundation

/// Numbers as text, the same in every locale.
enum Numbers {
  /// A fixed number of decimals.
  static func fixed(_ value: Double, _ decimals: Int = 1) -> String {
    guard value.isFinite else { return value.isNaN ? "not a number" : "infinite" }
    let text = String(format: "%.\(decimals)f", locale: nil, value)
    return text.hasPrefix("-") && !text.contains { ("1"..."9").contains($0) }
      ? String(text.dropFirst()) : text
  }

  /// 0.8765 as "87.7 %".
  static func percent(_ share: Double) -> String { fixed(100 * share) + " %" }

  /// Three significant digits.
  static func short(_ value: Double) -> String {
    String(format: "%.3g", locale: nil, value)
  }

  /// The ends of an interval with as many significant digits, three to six, as tell them apart; an
  /// interval that is narrower than that as its half width.
  static func range(_ lower: Double, _ upper: Double) -> String {
    for digits in 3...6 {
      let ends = [lower, upper].map { String(format: "%.\(digits)g", locale: nil, $0) }
      if ends[0] != ends[1] || lower == upper { return "\(ends[0]) to \(ends[1])" }
    }
    return "\u{00B1} \(short((upper - lower) / 2))"
  }

  /// 12345 as "12,345".
  static func grouped(_ value: Int) -> String {
    var digits = String(abs(value))
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }
}
