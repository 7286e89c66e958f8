public import Engine

/// `skip_connect`: the input itself; at stride 2 a factorized reduction (DARTS, section 3.1).
public struct SkipConnection: CandidateOperation {
  /// The name, `skip_connect`.
  public let id = "skip_connect"
  /// What it computes.
  public let summary = "identity; at stride 2 a factorized reduction"
  /// Counted as parameter-free, as the field does, although its reduction has weights.
  public let isParametric = false

  /// Creates the operation.
  public init() {}

  /// Records nothing at stride 1, unless a normalization is asked for; the reduction at stride 2.
  public func record(on tape: Tape, _ x: Value, at site: OperationSite) -> Value? {
    if site.stride == 2 {
      return tape.factorizedReduction(
        x,
        channels: site.channels,
        norm: site.norm,
        name: site.name
      )
    }
    guard site.normalizesSkips else { return x }
    let copy = PoolWindow(size: 1, padding: 0)
    return tape.pool(x, .average, window: copy, norm: site.norm, name: site.name)
  }
}
