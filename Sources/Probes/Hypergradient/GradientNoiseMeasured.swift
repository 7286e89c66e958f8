public import Records

/// Bias and variance of the estimates of the alpha gradient that minibatches give, at the search's
/// weights.
///
/// Images of a minibatch are drawn without repetition from those the truth was measured on, so that the
/// truth is the same for all. Normalizations use the statistics of the minibatch, as in a search: the
/// bias of minibatches differs from the error of all images together by that.
public struct GradientNoiseMeasured: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "probe.gradient-noise"
  /// The version of the fields.
  public static let version = 1

  /// One estimator.
  public struct Estimate: Sendable, Hashable, Codable {
    /// The estimator.
    public var name: String
    /// |estimate - truth| / |truth| of the estimate from all images; row means removed.
    public var fullError: Double
    /// The error of minibatches, taken apart; row means removed.
    public var noise: GradientNoise
  }

  /// The epoch, counted from 0; -1 before the first step.
  public var epoch: Int
  /// Images of each of both batches of the truth.
  public var images: Int
  /// Images of each of both batches of a minibatch.
  public var minibatchImages: Int
  /// Pairs of minibatches drawn.
  public var minibatches: Int
  /// Pairs whose inner Hessian has a negative eigenvalue in spite of the pull, so that a Neumann series
  /// grows along it.
  public var indefinite: Int
  /// Every estimator, in the order of the catalogue.
  public var estimates: [Estimate]
  /// Products spent, each on a minibatch.
  public var products: Int
}
