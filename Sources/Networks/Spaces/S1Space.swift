extension CellSpace {
  /// S1 of Zela et al., "Understanding and Robustifying Differentiable Architecture Search", ICLR
  /// 2020, section 3: on every edge the two operations that survived a search of the full space.
  ///
  /// The table is that of the authors' `spaces.py`, operations in its order.
  public static let s1 = CellSpace(
    id: "s1",
    summary: "two operations per edge, different ones on every edge",
    source: "Zela et al., 2020, section 3",
    topology: CellTopology(nodes: 4),
    normal: [
      [skip, dil3], [skip, dil5], [skip, dil5], [skip, sep3], [skip, dil3], [max, skip],
      [skip, sep3], [skip, sep3], [skip, dil3], [skip, sep3], [max, skip], [skip, dil3],
      [dil3, dil5], [dil3, dil5],
    ],
    reduce: [
      [max, avg], [max, dil3], [max, avg], [max, avg], [skip, dil5], [max, avg], [max, sep3],
      [skip, dil3], [skip, dil5], [max, avg], [max, avg], [skip, dil5], [skip, dil5],
      [skip, dil5],
    ]
  )

  private static let skip = "skip_connect"
  private static let sep3 = "sep_conv_3x3"
  private static let dil3 = "dil_conv_3x3"
  private static let dil5 = "dil_conv_5x5"
  private static let max = "max_pool_3x3"
  private static let avg = "avg_pool_3x3"
}
