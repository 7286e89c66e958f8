extension SpaceCatalog {
  /// The space whose networks an architecture builds when nothing but the architecture is known: that
  /// of DARTS for two cells, of GOLD-NAS for cells of their own.
  public static func space(of architecture: DescribedArchitecture) -> any SearchSpace {
    switch architecture {
    case .genotype: CellSpace.darts
    case .cells(let cells): CellSpace.gold(reach: cells.first?.inputs ?? 2)
    case .nasBench201: NASBench201Space.standard
    case .blocks: BlockSpace.mobilenet
    }
  }

  /// A named space as an architecture needs it: cells of GOLD-NAS that read more or fewer earlier
  /// cells than two belong to the space of that reach.
  public static func space(
    _ id: String,
    holding architecture: DescribedArchitecture
  ) -> (any SearchSpace)? {
    if id == CellSpace.gold.id, case .cells = architecture { return space(of: architecture) }
    return space(id)
  }
}
