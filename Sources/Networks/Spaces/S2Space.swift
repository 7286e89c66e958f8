extension CellSpace {
  /// S2 of Zela et al., "Understanding and Robustifying Differentiable Architecture Search", ICLR
  /// 2020, section 3.
  public static let s2 = CellSpace(
    id: "s2",
    summary: "skip connection or separable convolution 3x3 on every edge",
    source: "Zela et al., 2020, section 3",
    operations: ["skip_connect", "sep_conv_3x3"]
  )
}
