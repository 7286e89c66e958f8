import Charts

extension Bars.Series {
  /// Bars of means with their intervals, which lie symmetric about them; nothing where one is missing.
  init(_ name: String, means: [Measured?]) {
    self.init(
      name,
      values: means.map { $0?.value ?? .nan },
      errors: means.map { mean in mean.flatMap { one in one.upper.map { $0 - one.value } } ?? .nan }
    )
  }
}
