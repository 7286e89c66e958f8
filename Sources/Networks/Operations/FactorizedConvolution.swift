public import Engine

/// `conv_7x1_1x7`: relu, 1x7 convolution with the stride across, 7x1 convolution with the stride
/// down, normalization (Zoph et al., "Learning Transferable Architectures", CVPR 2018, section 3, as
/// DARTS's `operations.py` has it).
public struct FactorizedConvolution: CandidateOperation {
  /// The name, `conv_7x1_1x7`.
  public let id = "conv_7x1_1x7"
  /// What it computes.
  public let summary = "1x7 then 7x1 dense convolution"
  /// It has weights.
  public let isParametric = true

  /// Creates the operation.
  public init() {}

  /// Records both convolutions.
  public func record(on tape: Tape, _ x: Value, at site: OperationSite) -> Value? {
    let first = tape.convolution(
      x,
      channels: site.channels,
      window: (1, 7),
      stride: (1, site.stride),
      relu: true,
      norm: nil,
      name: site.name + ".first"
    )
    return tape.convolution(
      first,
      channels: site.channels,
      window: (7, 1),
      stride: (site.stride, 1),
      relu: false,
      norm: site.norm,
      name: site.name + ".second"
    )
  }
}
