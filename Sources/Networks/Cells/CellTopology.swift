/// An edge of a cell: from an earlier node to an intermediate node.
public struct CellEdge: Sendable, Hashable, Codable {
  /// The cell's inputs come first, the last being the output of the cell before; then the
  /// intermediate nodes.
  public let source: Int
  /// An intermediate node.
  public let target: Int
}

/// The graph of a cell in which every intermediate node sees all nodes before it (DARTS, section
/// 2.1).
public struct CellTopology: Sendable, Hashable {
  /// The number of inputs; two in DARTS.
  public let inputs: Int
  /// The number of intermediate nodes.
  public let nodes: Int
  /// The edges, by target then source; 14 for four nodes.
  public let edges: [CellEdge]

  /// Creates the complete graph.
  ///
  /// - Precondition: there is at least one intermediate node.
  public init(nodes: Int, inputs: Int = 2) {
    precondition(nodes > 0, "a cell has at least one intermediate node, got \(nodes)")
    precondition(inputs > 0, "a cell has at least one input, got \(inputs)")
    self.nodes = nodes
    self.inputs = inputs
    edges = (0..<nodes).flatMap { node in
      (0..<node + inputs).map { CellEdge(source: $0, target: node + inputs) }
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
