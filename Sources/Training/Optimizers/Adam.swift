/// Adam on a small vector in Double (Kingma, Ba, "Adam", ICLR 2015, Algorithm 1; weight decay is
/// added to the gradient, as in PyTorch's `Adam`, not decoupled).
public struct Adam: Sendable, Hashable {
  /// Rates and decays.
  public struct Options: Sendable, Hashable, Codable {
    /// Learning rate.
    public var rate: Double
    /// Decay of the mean gradient.
    public var beta1: Double
    /// Decay of the mean squared gradient.
    public var beta2: Double
    /// Added to the root of the mean square.
    public var epsilon: Double
    /// Weight decay.
    public var decay: Double

    /// Creates options; the defaults are those of DARTS for alpha (section 3.1.1).
    public init(
      rate: Double = 3e-4,
      beta1: Double = 0.5,
      beta2: Double = 0.999,
      epsilon: Double = 1e-8,
      decay: Double = 1e-3
    ) {
      self.rate = rate
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
      self.decay = decay
    }
  }

  /// Rates and decays.
  public let options: Options
  /// Decayed sum of gradients.
  public internal(set) var first: [Double]
  /// Decayed sum of squared gradients.
  public internal(set) var second: [Double]
  /// Steps taken.
  public internal(set) var steps = 0

  /// Creates the state for `count` numbers.
  public init(count: Int, options: Options) {
    self.options = options
    first = [Double](repeating: 0, count: count)
    second = first
  }

  /// Moves `values` against `gradient`.
  ///
  /// - Precondition: both have as many numbers as the state.
  public mutating func step(_ values: inout [Double], gradient: [Double]) {
    precondition(
      values.count == first.count && gradient.count == first.count,
      "Adam holds \(first.count) numbers, got \(values.count) and \(gradient.count)"
    )
    steps += 1
    // Products instead of pow: the same bits from every libm.
    var (power1, power2) = (1.0, 1.0)
    for _ in 0..<steps {
      power1 *= options.beta1
      power2 *= options.beta2
    }
    for index in values.indices {
      let slope = gradient[index] + options.decay * values[index]
      first[index] = options.beta1 * first[index] + (1 - options.beta1) * slope
      second[index] = options.beta2 * second[index] + (1 - options.beta2) * slope * slope
      let root = (second[index] / (1 - power2)).squareRoot() + options.epsilon
      values[index] -= options.rate * (first[index] / (1 - power1)) / root
    }
  }
}
