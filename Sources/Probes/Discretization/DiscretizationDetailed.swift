public import Records
public import Training

/// The discretization loss taken apart at the end of a search, on the test images.
public struct DiscretizationDetailed: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "probe.discretization.detail"
  /// The version of the fields.
  public static let version = 1

  /// One network with inherited weights.
  public struct Variant: Sendable, Hashable, Codable {
    /// What it is, such as `derived`, `interpolated-0.5` or `tuned-100`.
    public var name: String
    /// `batch`, `running` (as the search left them) or `recalibrated`.
    public var normalization: String
    /// On the test images.
    public var score: Score
    /// What it loses against the supernet: in `batch` against the supernet with batch statistics,
    /// otherwise against the supernet with its running ones.
    public var loss: PairedLoss
  }

  /// One edge decided, the others relaxed, with batch statistics.
  public struct Edge: Sendable, Hashable, Codable {
    /// The edge, such as `normal 0-2`.
    public var row: String
    /// The operation that stays.
    public var operation: String
    /// On the test images.
    public var score: Score
    /// What it loses against the supernet with batch statistics.
    public var loss: PairedLoss
  }

  /// The epoch, counted from 0.
  public var epoch: Int
  /// Test images measured on.
  public var images: Int
  /// Training batches of the recalibration.
  public var recalibrationBatches: Int
  /// Learning rate of the fine-tuning.
  public var tuningRate: Double
  /// The networks.
  public var variants: [Variant]
  /// The edges, in the order of the layout.
  public var edges: [Edge]
  /// The supernet's own weights trained on with alpha frozen for as many epochs as the search had, as
  /// far as the spec asks for it, with running statistics.
  public var trainedOn: Score?
  /// Epochs of that.
  public var trainedOnEpochs: Int

  /// The variant of a name and normalization.
  public func variant(_ name: String, _ normalization: String) -> Variant? {
    variants.first { $0.name == name && $0.normalization == normalization }
  }
}
