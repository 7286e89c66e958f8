/// A cell search space: which operations compete on which edges.
///
/// A new space of this family is one value, listed in `SpaceCatalog`.
public struct CellSpace: Sendable {
  /// The name in specs and records; never changed once published.
  public let id: String
  /// What it is and where it comes from.
  public let summary: String
  /// The graph of both kinds of cell.
  public let topology: CellTopology
  /// The operations on every edge, in the order of the columns of alpha.
  public let operations: [String]
  /// Incoming edges a node keeps in a derived cell.
  public let keptEdges: Int

  /// Creates a space.
  public init(
    id: String,
    summary: String,
    nodes: Int,
    operations: [String],
    keptEdges: Int = 2
  ) {
    self.id = id
    self.summary = summary
    topology = CellTopology(nodes: nodes)
    self.operations = operations
    self.keptEdges = keptEdges
  }

  /// Extents of one kind's alpha: [edges, operations].
  public var alphaShape: (edges: Int, operations: Int) {
    (topology.edges.count, operations.count)
  }

  /// The number of alphas over both kinds of cell; 224 in the DARTS space.
  public var alphaCount: Int {
    CellKind.allCases.count * topology.edges.count * operations.count
  }

  /// Position of an alpha in the flat vector [kind][edge][operation].
  public func alphaIndex(_ kind: CellKind, edge: Int, operation: Int) -> Int {
    let block = topology.edges.count * operations.count
    return (kind == .normal ? 0 : block) + edge * operations.count + operation
  }
  /// What an alpha of the flat vector weighs, such as `normal, edge 3, skip_connect`.
  public func alphaName(_ index: Int) -> String {
    let (edge, operation) = index.quotientAndRemainder(dividingBy: operations.count)
    let (kind, number) = edge.quotientAndRemainder(dividingBy: topology.edges.count)
    return "\(CellKind.allCases[kind].rawValue), edge \(number), \(operations[operation])"
  }
}
