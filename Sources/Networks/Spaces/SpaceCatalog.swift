/// The search spaces, one line each.
public enum SpaceCatalog {
  /// Every space in the order documentation lists them.
  public static let all: [CellSpace] = [
    .darts
  ]

  /// The space named `id`, or nil.
  public static func space(_ id: String) -> CellSpace? {
    all.first { $0.id == id }
  }
}
