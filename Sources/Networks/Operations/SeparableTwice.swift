public import Engine

/// `sep_conv_kxk`: relu, depthwise, pointwise, normalization, and the same again; the stride is the
/// first half's (DARTS, section 3.1).
public struct SeparableTwice: CandidateOperation {
  /// Extent of the depthwise kernel.
  public let kernel: Int
  /// It has weights.
  public let isParametric = true

  /// Creates the operation; `kernel` is odd.
  public init(kernel: Int) {
    self.kernel = kernel
  }

  /// `sep_conv_3x3` and so on.
  public var id: String { "sep_conv_\(kernel)x\(kernel)" }
  /// What it computes.
  public var summary: String { "\(kernel)x\(kernel) depthwise separable convolution, twice" }

  /// Records both halves.
  public func record(on tape: Tape, _ x: Value, at site: OperationSite) -> Value? {
    let first = tape.separableConvolution(
      x,
      channels: site.channels,
      kernel: kernel,
      stride: site.stride,
      norm: site.norm,
      name: site.name + ".first"
    )
    return tape.separableConvolution(
      first,
      channels: site.channels,
      kernel: kernel,
      norm: site.norm,
      name: site.name + ".second"
    )
  }
}
