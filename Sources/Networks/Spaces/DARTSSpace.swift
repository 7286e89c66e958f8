extension CellSpace {
  /// The space of Liu, Simonyan, Yang, "DARTS: Differentiable Architecture Search", ICLR 2019,
  /// section 3.1: eight operations, four intermediate nodes.
  public static let darts = CellSpace(
    id: "darts",
    summary: "8 operations, 4 intermediate nodes, normal and reduction cells",
    source: "Liu et al., 2019, section 3.1",
    operations: [
      "none", "max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3", "sep_conv_5x5",
      "dil_conv_3x3", "dil_conv_5x5",
    ]
  )
}
