/// What this machine can do at best, measured: the roof that a step is held against (Williams,
/// Waterman, Patterson, "Roofline", CACM 52, 2009).
public struct MachinePeak: Sendable, Hashable {
  /// Floating-point operations a second, two for a fused multiply-add, with the vectors the kernels use.
  public let flops: Double
  /// Bytes a second to and from memory, as STREAM's triad counts them.
  public let bandwidth: Double

  /// A roof from its two rates.
  public init(flops: Double, bandwidth: Double) {
    self.flops = flops
    self.bandwidth = bandwidth
  }
}
