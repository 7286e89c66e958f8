/// A number computed from a sample, or why there is none.
///
/// A statistic that is not defined (a correlation with a constant, a share of nothing) is never
/// replaced by zero.
public struct Statistic: Sendable, Hashable, Codable {
  /// The number, or nil when it is not defined.
  public let value: Double?
  /// Why there is no number; nil when there is one.
  public let reason: String?

  /// A statistic that is defined.
  public static func defined(_ value: Double) -> Statistic {
    Statistic(value: value, reason: nil)
  }

  /// A statistic that is not defined.
  public static func undefined(_ reason: String) -> Statistic {
    Statistic(value: nil, reason: reason)
  }
}

/// What makes samples unfit, in words.
enum SampleFault {
  /// The first fault of paired samples, or nil.
  static func pairs(_ x: [Double], _ y: [Double], least: Int = 2) -> String? {
    if x.count != y.count { return "\(x.count) values are paired with \(y.count)" }
    return single(x, least: least) ?? single(y, least: least)
  }

  /// The first fault of one sample, or nil.
  static func single(_ x: [Double], least: Int) -> String? {
    if x.count < least {
      return "\(least) values are needed, there \(x.count == 1 ? "is" : "are") \(x.count)"
    }
    if let place = x.firstIndex(where: { !$0.isFinite }) {
      return "value \(place + 1) is \(x[place])"
    }
    return nil
  }

  /// Whether all values are the same.
  static func isConstant(_ x: [Double]) -> Bool {
    x.allSatisfy { $0 == x[0] }
  }

  static let constantFirst = "all values of the first sample are equal"
  static let constantSecond = "all values of the second sample are equal"
}
