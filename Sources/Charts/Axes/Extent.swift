/// The range of a set of numbers and how many of them cannot be shown.
struct Extent: Sendable, Hashable {
  private(set) var lower = Double.infinity
  private(set) var upper = -Double.infinity
  private(set) var leastPositive = Double.infinity
  private(set) var infiniteCount = 0
  private(set) var nonPositiveCount = 0

  init() {}

  init(_ values: [Double]) {
    add(values)
  }

  mutating func add(_ values: [Double]) {
    values.withUnsafeBufferPointer { buffer in
      for value in buffer { add(value) }
    }
  }

  mutating func add(_ value: Double) {
    guard value.isFinite else {
      if !value.isNaN { infiniteCount += 1 }
      return
    }
    if value < lower { lower = value }
    if value > upper { upper = value }
    if value <= 0 {
      nonPositiveCount += 1
    } else if value < leastPositive {
      leastPositive = value
    }
  }

  var isEmpty: Bool { lower > upper }

  /// What a reader must be told about values missing from an axis called `name`.
  func notes(_ name: String, scale: AxisScale) -> [String] {
    var notes: [String] = []
    if infiniteCount > 0 {
      notes.append("\(infiniteCount) infinite \(Self.noun(infiniteCount)) not shown")
    }
    if scale == .logarithmic, nonPositiveCount > 0 {
      notes.append(
        "\(nonPositiveCount) \(Self.noun(nonPositiveCount)) \u{2264} 0 not shown on the log axis"
      )
    }
    return notes
  }

  private static func noun(_ count: Int) -> String { count == 1 ? "value" : "values" }
}
