extension CellSpace {
  /// S4 of Zela et al., "Understanding and Robustifying Differentiable Architecture Search", ICLR
  /// 2020, section 3.
  public static let s4 = CellSpace(
    id: "s4",
    summary: "noise or separable convolution 3x3 on every edge",
    source: "Zela et al., 2020, section 3",
    operations: ["noise", "sep_conv_3x3"]
  )
}
