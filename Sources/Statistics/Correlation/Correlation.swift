/// Linear and rank correlation of paired samples.
public enum Correlation {
  /// Pearson's correlation, with its sign.
  ///
  /// - Returns: -1...1; undefined for fewer than two pairs, a value that is not finite, or a
  ///   constant sample.
  public static func pearson(_ x: [Double], _ y: [Double]) -> Statistic {
    if let fault = SampleFault.pairs(x, y) { return .undefined(fault) }
    if SampleFault.isConstant(x) { return .undefined(SampleFault.constantFirst) }
    if SampleFault.isConstant(y) { return .undefined(SampleFault.constantSecond) }
    let first = unit(x)
    let second = unit(y)
    let product = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
    return .defined(min(1, max(-1, product)))
  }

  /// Spearman's correlation: Pearson's of the ranks, ties sharing their mean rank.
  ///
  /// - Returns: as `pearson`.
  public static func spearman(_ x: [Double], _ y: [Double]) -> Statistic {
    if let fault = SampleFault.pairs(x, y) { return .undefined(fault) }
    return pearson(Ranks.mean(x), Ranks.mean(y))
  }

  /// Centred and of length one; the largest deviation is divided out first, so that squares neither
  /// overflow nor vanish.
  private static func unit(_ values: [Double]) -> [Double] {
    let scale = values.map(abs).max() ?? 1
    let scaled = values.map { $0 / scale }
    let mean = scaled.reduce(0, +) / Double(values.count)
    let centred = scaled.map { $0 - mean }
    let norm = centred.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return centred.map { $0 / norm }
  }
}

/// Ranks of a sample.
public enum Ranks {
  /// Ranks from 1; equal values share the mean of the ranks they take.
  ///
  /// - Precondition: no value is NaN.
  public static func mean(_ values: [Double]) -> [Double] {
    precondition(!values.contains { $0.isNaN }, "a value without a rank among \(values.count)")
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }
      start = end
    }
    return ranks
  }
}
