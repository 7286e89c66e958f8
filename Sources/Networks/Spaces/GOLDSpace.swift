extension CellSpace {
  /// The space of Bi et al., "GOLD-NAS: Gradual, One-Level, Differentiable", 2020 (arXiv:2007.03331),
  /// section 3: every cell has alphas of its own, an edge may keep any of its operations, a node any
  /// number of edges; identities are normalized.
  public static let gold = gold(reach: 2)

  /// The space in which a cell reads the `reach` cells before it; the stem stands for those that do
  /// not exist.
  ///
  /// - Precondition: `reach` is positive.
  public static func gold(reach: Int) -> CellSpace {
    CellSpace(
      id: "gold",
      summary:
        "any operations on any edges, every cell its own; --reach says how far cells look back",
      source: "Bi et al., 2020, section 3",
      inputs: reach,
      operations: ["skip_connect", "sep_conv_3x3"],
      sharing: .none,
      rule: KeepRule(edgesPerNode: nil, keepsAnySubset: true),
      normalizesSkips: true,
      paperShape: NetworkShape(channels: 16, cells: 14)
    )
  }
}
