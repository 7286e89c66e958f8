/// A number measured several times.
struct Spread: Codable, Hashable, Sendable {
  var median: Double
  var least: Double
  var most: Double

  /// - Precondition: there is a value.
  init(_ values: [Double]) {
    precondition(!values.isEmpty, "nothing was measured")
    let sorted = values.sorted()
    median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    least = sorted[0]
    most = sorted[sorted.count - 1]
  }

  /// The median with so many digits behind the point and, where there is one, the range.
  func text(_ digits: Int) -> String {
    let middle = BenchResult.fixed(median, digits)
    if least == most { return middle }
    return "\(middle) (\(BenchResult.fixed(least, digits)) to \(BenchResult.fixed(most, digits)))"
  }
}
