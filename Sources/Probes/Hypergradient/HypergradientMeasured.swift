public import Records

/// Estimates of the alpha gradient against the true one.
public struct HypergradientMeasured: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "probe.hypergradient"
  /// The version of the fields.
  public static let version = 2

  /// A reference gradient, against the first.
  public struct Truth: Sendable, Hashable, Codable {
    /// `implicit-cg`, `unrolled-T` or `retrained-difference`.
    public var name: String
    /// Cosine to the first truth; for `retrained-difference`, which sees one direction, 1 or -1.
    public var cosine: Double
    /// Relative difference to the first truth.
    public var relativeDifference: Double
    /// The first truth: relative residual of its solve; others: 0.
    public var residual: Double
    /// Products spent.
    public var products: Int
  }

  /// An estimate against the first truth on the alphas of one operation, over all edges.
  public struct Operation: Sendable, Hashable, Codable {
    /// The operation.
    public var name: String
    /// Cosine over its alphas; NaN when one side is zero there.
    public var cosine: Double
    /// |estimate| / |truth| over its alphas.
    public var normRatio: Double
    /// Share of its alphas with the right sign.
    public var signs: Double
  }

  /// An estimate against the first truth.
  public struct Estimate: Sendable, Hashable, Codable {
    /// The estimator.
    public var name: String
    /// `solution`: at the solved inner problem; `current`: at the weights of the search.
    public var point: String
    /// After removing each row's mean.
    public var comparison: GradientComparison
    /// Sign agreement on skip connections; NaN when the space has none.
    public var skipSigns: Double
    /// Sign agreement on the other operations.
    public var otherSigns: Double
    /// The same apart for every operation, in the order of the layout.
    public var operations: [Operation]
    /// Mean over the rows of what the estimate adds to a skip connection against the row's other
    /// operations, estimate minus truth, over the truth's mean size; below zero it favours skips.
    public var skipBias: Double
    /// Products spent.
    public var products: Int
  }

  /// The epoch, counted from 0; -1 before the first step.
  public var epoch: Int
  /// Images of each of both batches.
  public var images: Int
  /// Weights of the supernet.
  public var weights: Int
  /// The strength of the pull to the search's weights.
  public var damping: Double
  /// Largest eigenvalue of the inner Hessian without the pull, at the search's weights.
  public var largestEigenvalue: Double
  /// Its smallest Ritz value there.
  public var smallestEigenvalue: Double
  /// Condition number of the pulled inner Hessian from these ends; NaN when not positive definite.
  public var condition: Double
  /// |d inner / dw| at the search's weights.
  public var currentGradientNorm: Double
  /// |d inner / dw| at the solution.
  public var solutionGradientNorm: Double
  /// |w* - w| / |w|.
  public var solutionDistance: Double
  /// How the solve of the implicit truth ended.
  public var solveEnd: ConjugateGradients.End
  /// |implicit part| / |direct part| of the truth.
  public var implicitShare: Double
  /// The references; the first is the truth.
  public var truths: [Truth]
  /// The estimates.
  public var estimates: [Estimate]
  /// Products spent in all.
  public var products: Int
}
