public import Records
public import Training

/// What a search starts with.
public struct SearchStarted: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "search.started"
  /// The version of the fields.
  public static let version = 1
  /// SHA-256 of the canonical spec.
  public var specHash: String
  /// The number of weights of the supernet.
  public var weightCount: Int
  /// The number of alphas.
  public var alphaCount: Int
  /// Images that train the weights.
  public var weightImages: Int
  /// Images that train alpha.
  public var architectureImages: Int
  /// Height and width of an image in pixels.
  public var imageSize: [Int]
}

/// The end of an epoch of a search.
public struct SearchEpoch: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "search.epoch"
  /// The version of the fields.
  public static let version = 1
  /// The epoch, counted from 0.
  public var epoch: Int
  /// The learning rate of the weights.
  public var rate: Double
  /// Over the training batches of the epoch, while the weights moved.
  public var train: Score
  /// The supernet on the architecture images after the epoch, batch statistics.
  public var validation: Score
  /// Weight of every operation, in the order of the space's alpha.
  public var operationWeights: [Double]
  /// The genotype that would be derived now.
  public var genotype: String
  /// Its skip connections in normal and in reduction cells; of all cells or layers, and zero, where
  /// a space has one kind.
  public var skips: [Int]
  /// SHA-256 of all weights and alphas.
  public var stateHash: String
}

/// The end of a search.
public struct SearchFinished: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "search.finished"
  /// The version of the fields.
  public static let version = 1
  /// The derived genotype.
  public var genotype: String
  /// Epochs run.
  public var epochs: Int
  /// Steps run.
  public var steps: Int
}
