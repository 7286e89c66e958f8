/// A whole number of any size, for counting architectures exactly.
public struct WholeNumber: Sendable, Hashable, CustomStringConvertible {
  /// Digits to the base 10^9, the lowest first.
  private var digits: [UInt32]
  private static let base: UInt64 = 1_000_000_000

  /// Creates a number.
  ///
  /// - Precondition: it is not negative.
  public init(_ value: Int) {
    precondition(value >= 0, "a count is not negative, got \(value)")
    digits = []
    var rest = UInt64(value)
    repeat {
      digits.append(UInt32(rest % Self.base))
      rest /= Self.base
    } while rest > 0
  }

  /// The product.
  public static func * (one: WholeNumber, other: WholeNumber) -> WholeNumber {
    var result = WholeNumber(0)
    var sums = [UInt64](repeating: 0, count: one.digits.count + other.digits.count + 1)
    for (place, digit) in one.digits.enumerated() {
      var carry: UInt64 = 0
      for (offset, factor) in other.digits.enumerated() {
        let sum = sums[place + offset] + UInt64(digit) * UInt64(factor) + carry
        sums[place + offset] = sum % base
        carry = sum / base
      }
      var next = place + other.digits.count
      while carry > 0 {
        let sum = sums[next] + carry
        sums[next] = sum % base
        carry = sum / base
        next += 1
      }
    }
    while sums.count > 1, sums.last == 0 { sums.removeLast() }
    result.digits = sums.map { UInt32($0) }
    return result
  }

  /// The decimal digits.
  public var description: String {
    let head = digits.last.map { String($0) } ?? "0"
    return digits.dropLast().reversed().reduce(head) { text, digit in
      let part = String(digit)
      return text + String(repeating: "0", count: 9 - part.count) + part
    }
  }

  /// `1.04e+18`, or the digits when they are few.
  public var short: String {
    let text = description
    guard text.count > 9 else { return text }
    let lead = text.prefix(3)
    return "\(lead.prefix(1)).\(lead.dropFirst())e\(text.count - 1)"
  }

  /// The number as an Int, nil when it is too large.
  public var int: Int? { Int(description) }
}
