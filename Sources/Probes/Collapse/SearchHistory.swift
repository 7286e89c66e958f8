public import Networks

/// What is known of a search, epoch by epoch: what verdicts are given on.
///
/// Everything but the epoch's number may be missing, so that a search of our own, a published log and
/// a trace of another program are all histories.
public struct SearchHistory: Sendable, Hashable {
  /// The operations a derived cell keeps, counted.
  public struct CellCount: Sendable, Hashable {
    /// Skip connections.
    public var skips: Int
    /// Operations without weights: skip connections, pools, `none`, noise.
    public var parameterFree: Int
    /// All kept operations.
    public var kept: Int

    /// Creates a count.
    public init(skips: Int, parameterFree: Int, kept: Int) {
      self.skips = skips
      self.parameterFree = parameterFree
      self.kept = kept
    }

    /// Counts a cell.
    public init(_ cell: CellGenotype) {
      let free = Set(Self.parameterFree)
      skips = cell.count(of: "skip_connect")
      parameterFree = cell.edges.count { free.contains($0.operation) }
      kept = cell.edges.count
    }

    /// The names of operations without weights.
    public static let parameterFree = [
      "skip_connect", "max_pool_3x3", "avg_pool_3x3", "none", "noise",
    ]
  }

  /// One row of alpha after relaxation: the operations that compete on an edge and their weights.
  public struct Row: Sendable, Hashable {
    /// The operations' names.
    public var operations: [String]
    /// Their weights.
    public var weights: [Double]

    /// Creates a row.
    public init(operations: [String], weights: [Double]) {
      self.operations = operations
      self.weights = weights
    }
  }

  /// The end of one epoch.
  public struct Epoch: Sendable, Hashable {
    /// Its number, from 0.
    public var epoch: Int
    /// What the normal cell that would be derived keeps.
    public var normal: CellCount?
    /// What the reduction cell that would be derived keeps.
    public var reduce: CellCount?
    /// Accuracy of the supernet in training, 0...1.
    public var trainAccuracy: Double?
    /// Accuracy of the supernet on validation images, 0...1.
    public var validAccuracy: Double?
    /// Accuracy of the derived network with inherited weights, 0...1.
    public var derivedAccuracy: Double?
    /// The largest eigenvalue of the alpha Hessian of the validation loss.
    public var eigenvalue: Double?
    /// Weights of the operations of normal cells.
    public var rows: [Row]?
    /// The genotype that would be derived, as text.
    public var genotype: String?

    /// Creates an epoch of which nothing is known yet.
    public init(_ epoch: Int) {
      self.epoch = epoch
    }
  }

  /// What the run is called.
  public var name: String
  /// The number of classes; nil when unknown.
  public var classes: Int?
  /// How many epochs were planned; nil when unknown.
  public var plannedEpochs: Int?
  /// Whether the search ended.
  public var isFinished: Bool
  /// The weight decay of alpha that the eigenvalues include; 0 when they do not.
  public var includedDecay: Double?
  /// Epochs, rising.
  public private(set) var epochs: [Epoch]

  /// Creates a history; epochs are sorted, and of two with one number the later holds.
  public init(
    name: String,
    classes: Int? = nil,
    plannedEpochs: Int? = nil,
    isFinished: Bool = false,
    includedDecay: Double? = nil,
    epochs: [Epoch] = []
  ) {
    self.name = name
    self.classes = classes
    self.plannedEpochs = plannedEpochs
    self.isFinished = isFinished
    self.includedDecay = includedDecay
    var byNumber: [Int: Epoch] = [:]
    for epoch in epochs { byNumber[epoch.epoch] = epoch }
    self.epochs = byNumber.values.sorted { $0.epoch < $1.epoch }
  }

  /// The history as it was after `count` epochs, the search still running.
  public func prefix(epochs count: Int) -> SearchHistory {
    var result = self
    result.epochs = epochs.filter { $0.epoch < count }
    result.isFinished = false
    result.plannedEpochs = plannedEpochs ?? epochs.last.map { $0.epoch + 1 }
    return result
  }

  /// Epochs and values of a series, missing and non-finite values left out.
  public func series(_ value: (Epoch) -> Double?) -> (epochs: [Int], values: [Double]) {
    let found = epochs.compactMap { epoch in
      value(epoch).flatMap { $0.isFinite ? (epoch.epoch, $0) : nil }
    }
    return (found.map { $0.0 }, found.map { $0.1 })
  }
}
