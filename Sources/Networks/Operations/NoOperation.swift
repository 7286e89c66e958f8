public import Engine

/// `none`: no connection.
///
/// Contributes zero, so it is never computed; its weight still takes part in the relaxation (DARTS,
/// section 2.2).
public struct NoOperation: CandidateOperation {
  /// The name, `none`.
  public let id = "none"
  /// What it computes.
  public let summary = "no connection; contributes zero"
  /// It has no weights.
  public let isParametric = false

  /// Creates the operation.
  public init() {}

  /// Records nothing.
  public func record(on tape: Tape, _ x: Value, at site: OperationSite) -> Value? { nil }
}
