import Engine

/// The softmax of a few numbers and its derivative, in Double.
enum SoftmaxMath {
  /// exp(x_o) / sum exp(x_o'); positive and summing to one.
  static func weights(_ x: [Double]) -> [Double] {
    let largest = x.max() ?? 0
    let powers = x.map { Portable.exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// The transposed Jacobian at weights p times g: p_o * (g_o - sum p_o' g_o').
  static func pullback(_ p: [Double], _ g: [Double]) -> [Double] {
    let mean = zip(p, g).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(p, g).map { $0 * ($1 - mean) }
  }

  /// The index drawn by a uniform number from weights that sum to one.
  static func index(_ weights: [Double], uniform: Double) -> Int {
    var sum = 0.0
    for (index, weight) in weights.enumerated() {
      sum += weight
      if uniform < sum { return index }
    }
    // Rounding can leave the sum just below one.
    return weights.lastIndex { $0 > 0 } ?? 0
  }

  /// One at an index, zero elsewhere.
  static func oneHot(_ index: Int, count: Int) -> [Double] {
    (0..<count).map { $0 == index ? 1 : 0 }
  }
}
