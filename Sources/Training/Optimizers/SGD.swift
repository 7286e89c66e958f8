public import Engine

/// Stochastic gradient descent with momentum, weight decay and clipping of the global gradient norm
/// (Pascanu, Mikolov, Bengio, "On the difficulty of training RNNs", ICML 2013, Algorithm 1).
public final class SGD {
  /// Rates and decays.
  public struct Options: Sendable, Hashable, Codable {
    /// Learning rate of the first epoch.
    public var rate: Double
    /// Learning rate the cosine ends at.
    public var finalRate: Double
    /// Share of the old velocity.
    public var momentum: Double
    /// Weight decay.
    public var decay: Double
    /// Largest norm of the gradient over all weights; 0 for no clipping.
    public var clip: Double

    /// Creates options; the defaults are those of a DARTS search (section 3.1.1).
    public init(
      rate: Double = 0.025,
      finalRate: Double = 0.001,
      momentum: Double = 0.9,
      decay: Double = 3e-4,
      clip: Double = 5
    ) {
      self.rate = rate
      self.finalRate = finalRate
      self.momentum = momentum
      self.decay = decay
      self.clip = clip
    }
  }

  /// Rates and decays.
  public let options: Options
  /// The velocity, laid out as the weights.
  public let velocity: UnsafeMutableRawBufferPointer

  /// Creates a velocity of zero for the weights of `execution`.
  public init(_ execution: Execution, options: Options) {
    self.options = options
    velocity = .allocate(byteCount: execution.weightBytes.count, alignment: 64)
    velocity.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit { velocity.deallocate() }

  /// Moves the weights against the gradients of the last backward pass; leaves them and the velocity
  /// as they were when loss or gradient is not finite.
  ///
  /// - Returns: the norm of the gradient before clipping.
  @discardableResult
  public func step(_ execution: Execution, rate: Double) -> Double {
    let norm = execution.gradientNorm()
    guard norm.isFinite, execution.loss.isFinite else { return norm }
    let scale = options.clip > 0 && norm > options.clip ? options.clip / (norm + 1e-6) : 1
    execution.descend(
      velocity: velocity,
      scale: scale,
      rate: rate,
      momentum: options.momentum,
      decay: options.decay
    )
    return norm
  }
}
