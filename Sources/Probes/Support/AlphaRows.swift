public import Networks

/// The alphas that compete with each other: the operations of one edge of one kind of cell.
public struct AlphaRow: Sendable, Hashable {
  /// The kind of cell.
  public let kind: CellKind
  /// The edge's number in the topology.
  public let edge: Int
  /// The operations, in the order of `indices`.
  public let operations: [String]
  /// Their places in the flat vector of alpha.
  public let indices: [Int]
}

extension CellSpace {
  /// Every row, normal cell first, in the order of the edges: the one place where probes learn how
  /// alpha is laid out.
  public var alphaRows: [AlphaRow] {
    CellKind.allCases.flatMap { kind in
      topology.edges.indices.map { edge in
        AlphaRow(
          kind: kind,
          edge: edge,
          operations: operations,
          indices: operations.indices.map { alphaIndex(kind, edge: edge, operation: $0) }
        )
      }
    }
  }
}

/// Whether an operation counts as parameter-free, as the literature on collapse counts; unknown names
/// do not.
func isParameterFree(_ operation: String) -> Bool {
  OperationCatalog.operation(operation).map { !$0.isParametric } ?? false
}
