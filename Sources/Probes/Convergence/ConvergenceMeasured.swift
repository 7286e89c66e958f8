public import Records

/// How far each operation has settled.
public struct ConvergenceMeasured: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "probe.convergence"
  /// The version of the fields.
  public static let version = 1

  /// One operation, over all edges of all cells.
  public struct Operation: Sendable, Hashable, Codable {
    /// The name.
    public var name: String
    /// Whether it has weights, as collapse is counted.
    public var isParametric: Bool
    /// Its parameters; a skip connection of stride 2 has some.
    public var weights: Int
    /// |dL_train/dw| over its parameters.
    public var gradientNorm: Double
    /// |w - w_0| / |w_0| over its parameters, w_0 the initial ones; 0 without parameters.
    public var moved: Double
    /// Training loss with this operation alone on every edge, at weight one over the edges into the
    /// node; NaN when nothing would be computed.
    public var aloneLoss: Double
    /// Accuracy of the same, 0...1.
    public var aloneAccuracy: Double
    /// Mean over the edges of -dL_val/dp: how much the validation loss would fall for more of it.
    public var pull: Double
    /// Mean weight over the edges.
    public var weight: Double
  }

  /// The epoch, counted from 0; -1 before the first step.
  public var epoch: Int
  /// The operations of the space in its order.
  public var operations: [Operation]
  /// Training images measured on.
  public var images: Int
  /// Statistics that normalizations used: `batch`.
  public var normalization: String
  /// Which images: the beginning of a hash of their numbers.
  public var imagesFingerprint: String
}
