public import Engine

/// `kK_eE` and `kK_eE_g2`: 1x1 convolution to E times the channels, depthwise KxK, 1x1 convolution
/// without nonlinearity, and the input added where shapes allow (Sandler et al., "MobileNetV2", CVPR
/// 2018, section 3.3; Wu et al., "FBNet", CVPR 2019, section 3.1).
///
/// Every convolution is normalized; the first two are rectified. With two groups the 1x1 convolutions
/// are grouped and the channels between are shuffled (FBNet, section 3.1).
///
/// Deviation: the rectification is relu, as in FBNet, for the candidates of ProxylessNAS too, which
/// has relu6 as MobileNetV2 does: all candidates of a layer must read and write alike to be compared,
/// and the ceiling of 6 serves arithmetic in few bits, which is not what is searched for here.
public struct InvertedResidual: CandidateOperation {
  /// Extent of the depthwise kernel.
  public let kernel: Int
  /// Channels between the 1x1 convolutions over those of the input.
  public let expansion: Int
  /// Groups of the 1x1 convolutions.
  public let groups: Int
  /// It has weights.
  public let isParametric = true

  /// Creates the operation; `kernel` is odd.
  public init(kernel: Int, expansion: Int, groups: Int = 1) {
    self.kernel = kernel
    self.expansion = expansion
    self.groups = groups
  }

  /// `k3_e6`, `k5_e1_g2` and so on.
  public var id: String { "k\(kernel)_e\(expansion)" + (groups == 1 ? "" : "_g\(groups)") }
  /// What it computes.
  public var summary: String {
    "inverted residual block, depthwise \(kernel)x\(kernel), expansion \(expansion)"
      + (groups == 1 ? "" : ", \(groups) groups")
  }

  /// Records the block and its shortcut, added.
  public func record(on tape: Tape, _ x: Value, at site: OperationSite) -> Value? {
    let parts = summands(on: tape, x, at: site)
    return parts.count == 1 ? parts[0] : tape.node(parts.map { Term($0) }, name: site.name + ".sum")
  }

  /// The shortcut, where shapes allow, and the block.
  public func summands(on tape: Tape, _ x: Value, at site: OperationSite) -> [Value] {
    let wide = expansion * x.layout.count
    let first = pointwise(tape, x, channels: wide, isFirst: true, site, name: ".expand")
    let middle = tape.depthwiseConvolution(
      first,
      kernel: kernel,
      stride: site.stride,
      relu: true,
      norm: site.norm,
      name: site.name
    )
    let block = pointwise(
      tape,
      middle,
      channels: site.channels,
      isFirst: false,
      site,
      name: ".project"
    )
    return site.stride == 1 && site.channels == x.layout.count ? [x, block] : [block]
  }

  private func pointwise(
    _ tape: Tape,
    _ x: Value,
    channels: Int,
    isFirst: Bool,
    _ site: OperationSite,
    name: String
  ) -> Value {
    if groups == 1 {
      return tape.convolution(
        x,
        channels: channels,
        kernel: 1,
        relu: !isFirst,
        norm: site.norm,
        name: site.name + name
      )
    }
    return tape.groupedConvolution(
      x,
      channels: channels,
      groups: groups,
      shuffles: isFirst,
      relu: !isFirst,
      norm: site.norm,
      name: site.name + name
    )
  }
}
