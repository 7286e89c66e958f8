/// One decision of a search: the operations that compete in one place, each with its alpha.
///
/// In a space of cells the place is an edge of a kind of cell, or of one cell when cells do not
/// share; in a block-wise space it is a layer.
public struct AlphaRow: Sendable, Hashable, Codable {
  /// The block of rows it belongs to: `normal`, `reduce`, `cell`, `cells.3`, `layers`.
  public let group: String
  /// The kind of cell it stands in; `normal` where a space knows no kinds.
  public let kind: CellKind
  /// The only cell that uses it; nil when all cells of its kind share it.
  public let cell: Int?
  /// The number of the edge within its group.
  public let edge: Int
  /// Where the edge starts.
  public let source: Int
  /// Where the edge ends.
  public let target: Int
  /// The names of the competing operations, in the order of the alphas.
  public let operations: [String]
  /// Where its alphas begin in the flat vector.
  public let offset: Int

  /// The place of its alphas in the flat vector.
  public var range: Range<Int> { offset..<offset + operations.count }

  /// The name in files and charts, such as `normal 0-2`.
  public var id: String { "\(group) \(source)-\(target)" }
}

/// The rows of a layout that share a name: what a chart shows together and a file stores together.
public struct AlphaGroup: Sendable, Hashable {
  /// The name.
  public let name: String
  /// The rows, by place in the layout.
  public let rows: Range<Int>
  /// The alphas, by place in the flat vector.
  public let range: Range<Int>
  /// The number of operations of every row, nil when rows differ.
  public let width: Int?
}

/// The rows that end in the same node of the same group: among these edges a derivation chooses.
public struct AlphaNode: Sendable, Hashable {
  /// The group.
  public let group: String
  /// The node all rows end in.
  public let target: Int
  /// The rows, by place in the layout.
  public let rows: [Int]
}
