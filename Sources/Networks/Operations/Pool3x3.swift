public import Engine

/// `max_pool_3x3` and `avg_pool_3x3`: 3x3 windows, padding 1; the mean is over existing pixels.
///
/// In a supernet a normalization without scale and offset follows (DARTS's mixed operation).
public struct Pool3x3: CandidateOperation {
  /// The largest pixel.
  public static let maximum = Pool3x3(pool: .maximum, id: "max_pool_3x3")
  /// The mean pixel.
  public static let average = Pool3x3(pool: .average, id: "avg_pool_3x3")

  private let pool: Tape.Pool
  /// The name in genotypes.
  public let id: String
  /// It has no weights.
  public let isParametric = false

  /// What it computes.
  public var summary: String {
    pool == .maximum ? "3x3 maximum" : "3x3 mean over the pixels that exist"
  }

  /// Records the pool.
  public func record(on tape: Tape, _ x: Value, at site: OperationSite) -> Value? {
    tape.pool(
      x,
      pool,
      window: PoolWindow(stride: site.stride),
      norm: site.normalizesPools ? NormOptions() : nil,
      name: site.name
    )
  }
}
