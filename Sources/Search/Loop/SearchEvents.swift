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
  /// How much of the rows `none` holds; absent in records of before it was measured.
  public var none: NoneShare?
  /// Operations that were not pruned.
  public var operationsLeft: Int?
  /// SHA-256 of all weights and alphas.
  public var stateHash: String
}

/// How much `none` holds of the rows that have it.
public struct NoneShare: Sendable, Hashable, Codable {
  /// The mean share of a row's weight, 0...1.
  public var weight: Double
  /// The rows in which it is strongest.
  public var strongest: Int
  /// The rows that have it.
  public var rows: Int
}

/// Something a choice of the method did after an epoch.
public struct MethodNote: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "search.method"
  /// The version of the fields.
  public static let version = 1
  /// The epoch after which it happened.
  public var epoch: Int
  /// `pruned`, `stopped` or `decay-raised`.
  public var kind: String
  /// What happened.
  public var text: String
  /// The architecture that would be derived afterwards.
  public var genotype: String
}

/// What a network that is being pruned costs and gets right, before more of it goes: the points of one
/// search trade cost for accuracy.
public struct ParetoPoint: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "search.pareto"
  /// The version of the fields.
  public static let version = 1
  /// The epoch after which it was measured.
  public var epoch: Int
  /// Operations that are left.
  public var operations: Int
  /// Weights, scales and offsets of the network that keeps just these.
  public var parameters: Int
  /// Its multiply-adds for one image.
  public var multiplyAdds: Int
  /// The supernet with these operations on the architecture images, batch statistics.
  public var validation: Score
  /// Epochs since the pruning before.
  public var quietEpochs: Int
  /// Whether the network rested for longer than the schedule's patience or is the last one, so that
  /// the paper's series has it.
  public var isSettled: Bool
  /// The architecture.
  public var genotype: String
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
