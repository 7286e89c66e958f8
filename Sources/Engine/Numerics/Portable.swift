/// Elementary functions in Double with a fixed order of fused multiply-adds: the same bits on every
/// machine and with every version of the system's mathematical library.
///
/// Errors stay below 2 units in the last place on the ranges stated. NaN and infinities behave as in
/// C. Reductions follow Cody and Waite ("Software Manual for the Elementary Functions", 1980).
public enum Portable {
  /// ln 2 in two parts; the first has trailing zeros, so that small multiples of it are exact.
  private static let logHigh = 0x1.62e42fee00000p-1
  private static let logLow = 0x1.a39ef35793c76p-33
  /// pi / 2 in three parts, likewise.
  private static let quarterHigh = 0x1.921fb54400000p+0
  private static let quarterMiddle = 0x1.0b4611a600000p-34
  private static let quarterLow = 0x1.3198a2e037073p-69

  /// 1 / k! for k = 0...13.
  private static let inverseFactorials: [Double] = {
    var values = [1.0]
    for k in 1...18 { values.append(values[k - 1] / Double(k)) }
    return values
  }()

  /// e to the power of x.
  public static func exp(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.79 { return .infinity }
    if x < -745.2 { return 0 }
    let count = (x * 1.442_695_040_888_963_4).rounded(.toNearestOrEven)
    let high = x.addingProduct(-count, logHigh)
    let rest = high.addingProduct(-count, logLow)
    // |rest| <= 0.347: the first term left out is below 5e-18.
    var sum = inverseFactorials[13]
    var k = 12
    while k >= 2 {
      sum = inverseFactorials[k].addingProduct(sum, rest)
      k -= 1
    }
    let value = 1 + (rest.addingProduct(rest * rest, sum))
    // In two halves, so that neither leaves the range of exponents.
    let half = (count / 2).rounded(.down)
    return value * power(Int(half)) * power(Int(count - half))
  }

  /// 2 to the power of a small integer.
  private static func power(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// The natural logarithm.
  public static func log(_ x: Double) -> Double {
    if x.isNaN || x < 0 { return .nan }
    if x == 0 { return -.infinity }
    if x.isInfinite { return x }
    var exponent = x.exponent
    var mantissa = x.significand
    if mantissa > 1.414_213_562_373_095_1 {
      mantissa /= 2
      exponent += 1
    }
    // log m = 2 artanh(s) with f = m - 1, s = f / (2 + f), |s| <= 0.172; written as
    // f - (f^2 / 2 - s (f^2 / 2 + r)) so that the leading term is exact.
    let f = mantissa - 1
    let s = f / (2 + f)
    let square = s * s
    var sum = 2.0 / 25
    var k = 23
    while k >= 3 {
      sum = (2 / Double(k)).addingProduct(sum, square)
      k -= 2
    }
    let half = 0.5 * f * f
    let tail = s * (half + square * sum)
    let count = Double(exponent)
    return count * logHigh - ((half - (tail + count * logLow)) - f)
  }

  /// The cosine of an angle in radians, for |x| up to a million.
  public static func cos(_ x: Double) -> Double { circular(x, quarter: 1) }

  /// The sine of an angle in radians, for |x| up to a million.
  public static func sin(_ x: Double) -> Double { circular(x, quarter: 0) }

  /// sin(x + quarter * pi / 2).
  private static func circular(_ x: Double, quarter: Int) -> Double {
    guard x.isFinite else { return .nan }
    let count = (x * 0.636_619_772_367_581_34).rounded(.toNearestOrEven)
    let rest = x.addingProduct(-count, quarterHigh).addingProduct(-count, quarterMiddle)
      .addingProduct(-count, quarterLow)
    let square = rest * rest
    let turn = (Int(count) + quarter) & 3
    var value: Double
    if turn & 1 == 0 {
      var sum = 0.0
      var k = 17
      while k >= 3 {
        let sign = k & 2 == 0 ? 1.0 : -1
        sum = (sign * inverseFactorials[k]).addingProduct(sum, square)
        k -= 2
      }
      value = rest.addingProduct(rest * square, sum)
    } else {
      var sum = 0.0
      var k = 18
      while k >= 4 {
        let sign = k & 2 == 0 ? 1.0 : -1
        sum = (sign * inverseFactorials[k]).addingProduct(sum, square)
        k -= 2
      }
      value = 1 - (0.5 * square - square * square * sum)
    }
    if turn & 2 != 0 { value = -value }
    return value
  }

  /// The logistic function, 1 / (1 + e^-x).
  public static func sigmoid(_ x: Double) -> Double {
    if x >= 0 { return 1 / (1 + exp(-x)) }
    let power = exp(x)
    return power / (1 + power)
  }
}
