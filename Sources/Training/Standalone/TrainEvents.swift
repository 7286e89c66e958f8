public import Records

/// What a training starts with.
public struct TrainStarted: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "train.started"
  /// The version of the fields.
  public static let version = 1
  /// SHA-256 of the canonical spec.
  public var specHash: String
  /// The number of weights.
  public var weightCount: Int
  /// Training images.
  public var trainImages: Int
  /// Test images.
  public var testImages: Int
}

/// The end of an epoch of a training.
public struct TrainEpoch: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "train.epoch"
  /// The version of the fields.
  public static let version = 1
  /// The epoch, counted from 0.
  public var epoch: Int
  /// The learning rate.
  public var rate: Double
  /// Over the batches of the epoch, while the weights moved.
  public var train: Score
  /// On the test images with running statistics, after the epoch.
  public var test: Score
}
