public import Engine

/// `nor_conv_kxk`: relu, dense convolution, normalization (Dong, Yang, "NAS-Bench-201", ICLR 2020,
/// section 2.1).
public struct DenseConvolution: CandidateOperation {
  /// Extent of the kernel.
  public let kernel: Int
  /// It has weights.
  public let isParametric = true

  /// Creates the operation; `kernel` is odd.
  public init(kernel: Int) {
    self.kernel = kernel
  }

  /// `nor_conv_3x3` and so on.
  public var id: String { "nor_conv_\(kernel)x\(kernel)" }
  /// What it computes.
  public var summary: String { "\(kernel)x\(kernel) dense convolution" }

  /// Records the convolution.
  public func record(on tape: Tape, _ x: Value, at site: OperationSite) -> Value? {
    tape.convolution(
      x,
      channels: site.channels,
      kernel: kernel,
      stride: site.stride,
      relu: true,
      norm: site.norm,
      name: site.name
    )
  }
}
