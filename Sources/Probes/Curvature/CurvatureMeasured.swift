public import Records

/// The spectrum of the validation loss's Hessian in alpha, or its ends.
///
/// Weight decay on alpha is not part of any number but `decayed`. Everything is NaN or empty when the
/// Hessian holds a number that is not finite; what only the full matrix tells is null in `lanczos`.
public struct CurvatureMeasured: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "probe.curvature"
  /// The version of the fields.
  public static let version = 2

  /// The part of the Hessian that belongs to one kind of cell.
  public struct Block: Sendable, Hashable, Codable {
    /// `normal` or `reduce`.
    public var kind: String
    /// The largest eigenvalue of the block.
    public var eigenvalue: Double
    /// The smallest eigenvalue of the block.
    public var smallest: Double
    /// The sum of the block's diagonal.
    public var trace: Double
  }

  /// Which edge the dominant eigenvector stands on.
  public struct Edge: Sendable, Hashable, Codable {
    /// `normal` or `reduce`.
    public var kind: String
    /// The edge's number in the topology.
    public var edge: Int
    /// Its share of the squared eigenvector, 0...1.
    public var share: Double
  }

  /// The epoch, counted from 0; -1 before the first step.
  public var epoch: Int
  /// `dense` (every column) or `lanczos` (the ends of the spectrum).
  public var solver: String
  /// The largest eigenvalue.
  public var eigenvalue: Double
  /// Its residual |H y - lambda y|: some eigenvalue lies that near; 0 for `dense`.
  public var residual: Double
  /// The smallest eigenvalue, usually negative.
  public var smallest: Double
  /// The largest eigenvalue with the decay of alpha added, as RobustDARTS logs it.
  public var decayed: Double
  /// Every eigenvalue, or every Ritz value, ascending.
  public var spectrum: [Double]
  /// How many eigenvalues are negative beyond the noise floor.
  public var negative: Int?
  /// How many cannot be told from zero; softmax leaves one a row.
  public var zeros: Int?
  /// The sum of the diagonal.
  public var trace: Double?
  /// The Frobenius norm.
  public var frobenius: Double?
  /// One block for each kind of cell.
  public var blocks: [Block]
  /// Where the dominant eigenvector stands.
  public var sharpest: Edge?
  /// The largest eigenvalue of the Hessian in the operation weights: does not fall only because the
  /// relaxation saturates.
  public var weightsEigenvalue: Double?
  /// |dL/d alpha|.
  public var gradientNorm: Double
  /// Below this an eigenvalue is rounding noise.
  public var floor: Double
  /// Self-check: what the Hessian makes of constants added to rows, relative; 0 to rounding for
  /// softmax.
  public var gaugeDefect: Double
  /// Self-check: max |H - H^T| / max |H|.
  public var asymmetry: Double?
  /// Relative difference between an exact product and a central difference of gradients of half width
  /// 0.01, as finite-difference implementations use it: rounding, and the rectifications and maxima
  /// that switch within the width, which the exact Hessian (like a double backward pass) leaves out.
  public var differenceDefect: Double
  /// Statistics that normalizations used: `batch`.
  public var normalization: String
  /// Images measured on.
  public var images: Int
  /// Images in a batch.
  public var batch: Int
  /// Which images: the beginning of a hash of their numbers.
  public var imagesFingerprint: String
  /// Hessian-vector products spent.
  public var products: Int
}
