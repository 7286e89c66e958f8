/// An edge of a cell: from an earlier node to an intermediate node.
public struct CellEdge: Sendable, Hashable, Codable {
  /// 0 and 1 are the outputs of the two cells before; 2 and up are intermediate nodes.
  public let source: Int
  /// 2 and up.
  public let target: Int
}

/// The graph of a cell with two inputs in which every intermediate node sees all nodes before it
/// (DARTS, section 2.1).
public struct CellTopology: Sendable, Hashable {
  /// The number of intermediate nodes.
  public let nodes: Int
  /// The edges, by target then source; 14 for four nodes.
  public let edges: [CellEdge]

  /// Creates the complete graph.
  ///
  /// - Precondition: there is at least one intermediate node.
  public init(nodes: Int) {
    precondition(nodes > 0, "a cell has at least one intermediate node, got \(nodes)")
    self.nodes = nodes
    edges = (0..<nodes).flatMap { node in
      (0..<node + 2).map { CellEdge(source: $0, target: node + 2) }
    }
  }

  /// The index of the edge from `source` to `target`.
  public func edge(from source: Int, to target: Int) -> Int? {
    edges.firstIndex(of: CellEdge(source: source, target: target))
  }
}

/// The two kinds of cell.
public enum CellKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// Keeps the extents.
  case normal
  /// Halves height and width, doubles the channels.
  case reduce
}
