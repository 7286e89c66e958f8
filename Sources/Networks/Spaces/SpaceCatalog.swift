/// The search spaces, one line each.
public enum SpaceCatalog {
  /// Every space in the order documentation lists them.
  public static let all: [any SearchSpace] = [
    CellSpace.darts,
    CellSpace.s1,
    CellSpace.s2,
    CellSpace.s3,
    CellSpace.s4,
    NASBench201Space.standard,
    BlockSpace.mobilenet,
    CellSpace.gold,
  ]

  /// The space named `id`, or nil.
  public static func space(_ id: String) -> (any SearchSpace)? {
    all.first { $0.id == id }
  }
}
