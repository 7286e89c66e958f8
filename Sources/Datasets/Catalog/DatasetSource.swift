/// Which of a data set's two published parts.
public enum DatasetPart: String, Sendable, Hashable, Codable, CaseIterable {
  /// The part to train and search on.
  case train
  /// The held-out part.
  case test
}

/// Everything a loader may need besides the part.
public struct DatasetRequest: Sendable, Hashable {
  /// Where to look for files.
  public var locations: DataLocations
  /// The seed of tasks that are made rather than read.
  public var seed: UInt64
  /// The extents of the synthetic task.
  public var synthetic: SyntheticOptions

  /// Creates a request.
  public init(
    locations: DataLocations,
    seed: UInt64 = 0,
    synthetic: SyntheticOptions = SyntheticOptions()
  ) {
    self.locations = locations
    self.seed = seed
    self.synthetic = synthetic
  }
}

/// A data set that can be loaded by name: one file per data set, one line in `DatasetCatalog`.
public protocol DatasetSource: Sendable {
  /// The name users and records know it by; never changed once published.
  static var id: String { get }
  /// One line for listings: content, extents, published counts.
  static var summary: String { get }
  /// The preparation used unless a run says otherwise.
  static var defaultPreparation: Preparation { get }
  /// The augmentation used for training unless a run says otherwise.
  static var defaultAugmentation: Augmentation { get }
  /// Loads one part.
  ///
  /// - Throws: one `DatasetError` naming the file, the place in it and the remedy.
  static func load(
    _ part: DatasetPart,
    request: DatasetRequest
  ) throws(DatasetError) -> LabelledImages
}
