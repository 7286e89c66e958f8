public import Records

/// The end of an epoch of an imported search; what the source does not say is null.
public struct ImportedEpoch: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "import.epoch"
  /// The version of the fields.
  public static let version = 1
  /// The epoch, counted from 0.
  public var epoch: Int
  /// The learning rate of the weights.
  public var rate: Double?
  /// Training loss in nats.
  public var trainLoss: Double?
  /// Training accuracy, 0...1.
  public var trainAccuracy: Double?
  /// Validation loss in nats.
  public var validLoss: Double?
  /// Validation accuracy, 0...1.
  public var validAccuracy: Double?
  /// Accuracy of the derived network with inherited weights, 0...1.
  public var derivedAccuracy: Double?
  /// The largest eigenvalue of the alpha Hessian as the source logged it.
  public var eigenvalue: Double?
  /// The genotype that would be derived now, as the source writes it.
  public var genotype: String?
  /// The operations of a row of weights.
  public var operations: [String]?
  /// Weights of the operations of normal cells after relaxation, [edge][operation].
  public var normalWeights: [[Double]]?
  /// Weights of the operations of reduction cells after relaxation, [edge][operation].
  public var reduceWeights: [[Double]]?

  /// An epoch of which nothing is known yet.
  public init(epoch: Int) {
    self.epoch = epoch
  }
}

/// The spectrum of a stored alpha Hessian.
public struct ImportedHessian: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "import.hessian"
  /// The version of the fields.
  public static let version = 1
  /// The epoch, counted from 0.
  public var epoch: Int
  /// The number of alphas.
  public var size: Int
  /// The largest eigenvalue, the weight decay of alpha included.
  public var eigenvalue: Double
  /// The smallest eigenvalue.
  public var smallest: Double
  /// The sum of the diagonal.
  public var trace: Double
  /// The Frobenius norm.
  public var frobenius: Double
  /// Eigenvalues below zero.
  public var negatives: Int
  /// The largest |H - H'| over the largest |H|.
  public var asymmetry: Double
  /// Norm of the alpha gradient.
  public var gradientNorm: Double?
  /// Mean sum of a row over its edge: the weight decay of alpha.
  public var rowSum: Double?
  /// The largest distance of such a sum from the mean.
  public var rowSumError: Double?

  init(_ summary: HessianSummary) {
    epoch = summary.epoch
    size = summary.size
    eigenvalue = summary.dominant
    smallest = summary.smallest
    trace = summary.trace
    frobenius = summary.frobenius
    negatives = summary.negatives
    asymmetry = summary.asymmetry
    gradientNorm = summary.gradientNorm
    rowSum = summary.rowSum
    rowSumError = summary.rowSumError
  }
}

/// The end of an imported search.
public struct ImportedFinished: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "import.finished"
  /// The version of the fields.
  public static let version = 1
  /// The derived genotype; null when the source has none.
  public var genotype: String?
  /// Epochs read.
  public var epochs: Int
  /// Whether every planned epoch is there.
  public var isComplete: Bool
}
