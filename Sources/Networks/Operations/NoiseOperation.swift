public import Engine

/// `noise`: standard normal numbers of the input's (strided) shape, fresh every step, whatever the
/// input holds (Zela et al., "Understanding and Robustifying Differentiable Architecture Search",
/// ICLR 2020, section 3, space S4).
public struct NoiseOperation: CandidateOperation {
  /// The name, `noise`.
  public let id = "noise"
  /// What it computes.
  public let summary = "standard normal noise, independent of the input"
  /// It has no weights.
  public let isParametric = false

  /// Creates the operation.
  public init() {}

  /// Records the noise.
  public func record(on tape: Tape, _ x: Value, at site: OperationSite) -> Value? {
    tape.noise(x, stride: site.stride, name: site.name)
  }
}
