/// The operations of NAS-Bench-201, in its order.
///
/// X. Dong, Y. Yang, "NAS-Bench-201", ICLR 2020, section 2.1.
public enum NASBench201Operation: String, Sendable, Hashable, Codable, CaseIterable {
  /// Contributes nothing.
  case none
  /// The identity.
  case skipConnect = "skip_connect"
  /// Relu, 1x1 convolution, normalization.
  case convolution1x1 = "nor_conv_1x1"
  /// Relu, 3x3 convolution, normalization.
  case convolution3x3 = "nor_conv_3x3"
  /// 3x3 average pooling.
  case averagePooling3x3 = "avg_pool_3x3"

  var ordinal: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A cell of NAS-Bench-201: an operation on each of the six edges between four nodes, node 0 the
/// input and node 3 the output; nodes sum what flows into them.
public struct NASBench201Cell: Sendable, Hashable {
  /// The edges in the order of `operations`: 0-1, 0-2, 1-2, 0-3, 1-3, 2-3.
  public static let edges: [CellEdge] = (1..<4).flatMap { target in
    (0..<target).map { CellEdge(source: $0, target: target) }
  }

  /// The number of cells: five operations on six edges, 15,625.
  public static let count = 15_625

  /// The operations in the order of `edges`; always six.
  public private(set) var operations: [NASBench201Operation]

  /// Creates a cell with `none` on every edge.
  public init() {
    operations = Array(repeating: .none, count: Self.edges.count)
  }

  /// Creates a cell.
  ///
  /// - Precondition: there are six operations.
  public init(_ operations: [NASBench201Operation]) {
    precondition(operations.count == 6, "a cell has 6 operations, got \(operations.count)")
    self.operations = operations
  }

  /// The operation of an edge, by its place in `edges`.
  public subscript(edge: Int) -> NASBench201Operation {
    get { operations[edge] }
    set { operations[edge] = newValue }
  }

  /// The cell's place in the lexicographic order of its operations, 0 to 15,624; edge 0 counts
  /// most.
  ///
  /// This is not the number of the architecture in the published benchmark, whose order was drawn
  /// at random and can only be looked up.
  public var index: Int {
    operations.reduce(0) { $0 * 5 + $1.ordinal }
  }

  /// The cell with an index.
  ///
  /// - Precondition: `index` is from 0 to 15,624.
  public init(index: Int) {
    precondition(
      (0..<Self.count).contains(index),
      "a cell's index is below \(Self.count), got \(index)"
    )
    var rest = index
    var operations: [NASBench201Operation] = []
    for _ in Self.edges {
      operations.append(NASBench201Operation.allCases[rest % 5])
      rest /= 5
    }
    self.operations = operations.reversed()
  }

  /// Every cell, by index.
  public static var all: some RandomAccessCollection<NASBench201Cell> {
    (0..<count).lazy.map { NASBench201Cell(index: $0) }
  }

  /// A cell drawn uniformly; `draw(n)` returns a uniform integer from 0 to n - 1.
  public static func random(_ draw: (Int) -> Int) -> NASBench201Cell {
    NASBench201Cell(index: GenotypeSpace.checked(draw, count))
  }

  /// The 24 cells that differ in the operation of one edge, by edge, then operation.
  public var neighbours: [NASBench201Cell] {
    operations.indices.flatMap { edge in
      NASBench201Operation.allCases.filter { $0 != operations[edge] }.map { operation in
        var cell = self
        cell[edge] = operation
        return cell
      }
    }
  }

  /// The number of edges whose operations differ.
  public func editDistance(to other: NASBench201Cell) -> Int {
    zip(operations, other.operations).filter { $0 != $1 }.count
  }
}
