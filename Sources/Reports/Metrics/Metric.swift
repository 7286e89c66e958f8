import Foundation

/// A number read off the record of a search, over epochs and at its end.
public struct Metric: Sendable {
  /// How its values are written.
  public enum Unit: Sendable, Hashable {
    /// A share, written as a percentage.
    case share
    /// A difference of shares, written in percentage points.
    case points
    /// A whole number.
    case count
    /// Any number, in three significant digits.
    case number
  }

  /// One measurement.
  public struct Sample: Sendable, Hashable {
    /// Epochs run: 0 before the search.
    public var epoch: Int
    /// What was measured then.
    public var measured: Measured
  }

  /// The name in notebooks; never changed once published.
  public let id: String
  /// What it is called in tables and on axes.
  public let label: String
  /// What it says.
  public let meaning: String
  /// How it is written.
  public let unit: Unit
  /// The events it is read from.
  public let events: [String]
  /// Whether it belongs to the key numbers of a single run.
  public var isKey = true
  let read: @Sendable (SearchRecord) -> [Sample]

  /// Every measurement in the order of epochs; empty when it was not measured.
  public func samples(_ record: SearchRecord) -> [Sample] { read(record) }

  /// The last measurement, or nil when there is none.
  public func value(_ record: SearchRecord) -> Measured? { samples(record).last?.measured }

  /// A value as it stands in a sentence.
  public func text(_ value: Double) -> String {
    switch unit {
    case .share: Numbers.percent(value)
    case .points: Numbers.fixed(100 * value) + " points"
    case .count:
      value == value.rounded() && abs(value) < 1e15
        ? Numbers.grouped(Int(value)) : Numbers.fixed(value, 2)
    case .number: Numbers.short(value)
    }
  }

  /// The interval as it stands after the value, or "not estimated".
  public func interval(_ measured: Measured) -> String {
    guard let lower = measured.lower, let upper = measured.upper else { return "not estimated" }
    switch unit {
    case .share, .points:
      return "\(Numbers.fixed(100 * lower)) to \(Numbers.fixed(100 * upper))"
    case .count: return "\(Numbers.fixed(lower, 1)) to \(Numbers.fixed(upper, 1))"
    case .number: return Numbers.range(lower, upper)
    }
  }

  /// Value and interval in one cell of a table.
  public func cell(_ measured: Measured?) -> String {
    guard let measured else { return "not measured" }
    let value = text(measured.value)
    return measured.lower == nil ? value : "\(value) (\(interval(measured)))"
  }

  /// The factor from the value to what an axis shows, and the unit there.
  var axis: (factor: Double, unit: String) {
    switch unit {
    case .share: (100, "%")
    case .points: (100, "points")
    case .count, .number: (1, "")
    }
  }
}
