/// The standard normal distribution, by arithmetic alone, so that its bits are the same everywhere.
public enum NormalDistribution {
  /// The density at x.
  public static func density(_ x: Double) -> Double {
    x.isNaN ? .nan : 0.398_942_280_401_432_7 * exponential(-x * x / 2)
  }

  /// The chance of a value below x; absolute error below 1e-15, relative error below 1e-13.
  public static func cumulative(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x > 38.5 { return 1 }
    if x < -38.5 { return 0 }
    guard abs(x) < 2.5 else {
      let tail = density(x) / tailFraction(abs(x))
      return x < 0 ? tail : 1 - tail
    }
    // Marsaglia, "Evaluating the normal distribution", Journal of Statistical Software, 2004.
    var term = x
    var sum = x
    var odd = 1.0
    while abs(term) > 1e-18 * abs(sum) {
      odd += 2
      term *= x * x / odd
      sum += term
    }
    return 0.5 + sum * density(x)
  }

  /// x + 1/(x + 2/(x + 3/(x + ...))), from its end.
  private static func tailFraction(_ x: Double) -> Double {
    stride(from: 160, through: 1, by: -1).reduce(x) { x + Double($1) / $0 }
  }

  /// The value that is exceeded with chance 1 - p; infinite at 0 and 1.
  ///
  /// - Precondition: p is from 0 to 1.
  public static func quantile(_ p: Double) -> Double {
    precondition((0...1).contains(p), "a probability is from 0 to 1, got \(p)")
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    // The lower half keeps its digits; 1 - p is exact for p of at least a half.
    if p > 0.5 { return -quantile(1 - p) }
    var low = -38.5
    var high = 0.0
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if cumulative(middle) > p { high = middle } else { low = middle }
    }
    // Within 4e-11 of the root, a step of Newton squares the error.
    let near = (low + high) / 2
    return near - (cumulative(near) - p) / density(near)
  }

  /// e to the power of x, for x of at most zero.
  private static func exponential(_ x: Double) -> Double {
    if x < -745 { return 0 }
    let halvings = (-x * 1.442_695_040_888_963_4).rounded()
    // ln 2 in two parts, so that what is left is exact.
    let rest = x + halvings * 0x1.62e42fee00000p-1 + halvings * 0x1.a39ef35793c76p-33
    let sum = stride(from: 18, through: 1, by: -1).reduce(1.0) { 1 + rest / Double($1) * $0 }
    let first = (halvings / 2).rounded(.down)
    return sum * Double(sign: .plus, exponent: -Int(first), significand: 1)
      * Double(sign: .plus, exponent: -Int(halvings - first), significand: 1)
  }
}
