public import Engine

/// `dil_conv_kxk`: relu, depthwise with dilation 2, pointwise, normalization (DARTS, section 3.1).
public struct DilatedSeparable: CandidateOperation {
  /// Extent of the depthwise kernel before dilation.
  public let kernel: Int
  /// It has weights.
  public let isParametric = true

  /// Creates the operation; `kernel` is odd.
  public init(kernel: Int) {
    self.kernel = kernel
  }

  /// `dil_conv_3x3` and so on.
  public var id: String { "dil_conv_\(kernel)x\(kernel)" }
  /// What it computes.
  public var summary: String { "\(kernel)x\(kernel) depthwise separable convolution, dilation 2" }

  /// Records the convolution.
  public func record(on tape: Tape, _ x: Value, at site: OperationSite) -> Value? {
    tape.separableConvolution(
      x,
      channels: site.channels,
      kernel: kernel,
      stride: site.stride,
      dilation: 2,
      norm: site.norm,
      name: site.name
    )
  }
}
