/// One kept edge of a derived cell.
public struct GenotypeEdge: Sendable, Hashable, Codable {
  /// The operation's name, such as `sep_conv_3x3`.
  public var operation: String
  /// 0 and 1 are the cell's inputs c_{k-2} and c_{k-1}; j >= 2 is intermediate node j - 2.
  public var source: Int

  /// Creates an edge.
  public init(operation: String, source: Int) {
    self.operation = operation
    self.source = source
  }
}

/// A derived cell: the incoming edges of each intermediate node and the nodes that are concatenated.
public struct CellGenotype: Sendable, Hashable, Codable {
  /// Incoming edges of intermediate node 0, 1, ...
  public var nodes: [[GenotypeEdge]]
  /// Concatenated nodes; 2 is the first intermediate node.
  public var concat: [Int]

  /// Creates a cell that concatenates every intermediate node unless told otherwise.
  public init(nodes: [[GenotypeEdge]], concat: [Int]? = nil) {
    self.nodes = nodes
    self.concat = concat ?? Array(2..<nodes.count + 2)
  }

  /// How many kept edges carry `operation`.
  public func count(of operation: String) -> Int {
    nodes.joined().filter { $0.operation == operation }.count
  }
}

/// A derived architecture: its normal and its reduction cell.
public struct Genotype: Sendable, Hashable, Codable {
  /// The cell that keeps the extents.
  public var normal: CellGenotype
  /// The cell that halves them.
  public var reduce: CellGenotype

  /// Creates a genotype.
  public init(normal: CellGenotype, reduce: CellGenotype) {
    self.normal = normal
    self.reduce = reduce
  }

  /// The cell of a kind.
  public subscript(kind: CellKind) -> CellGenotype {
    kind == .normal ? normal : reduce
  }
}

/// What makes a genotype impossible to build.
public enum GenotypeError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The text stops being a genotype at this place.
  case syntax(line: Int, column: Int, expected: String, got: String)
  /// An operation no catalogue knows.
  case unknownOperation(name: String, cell: String, known: [String])
  /// An edge from a node that does not come before its target.
  case badSource(cell: String, node: Int, source: Int)
  /// A cell without nodes, or concatenating none or one that does not exist.
  case badConcat(cell: String, concat: [Int], nodes: Int)
  /// The edges do not divide into nodes.
  case badEdgeCount(cell: String, got: Int)

  /// What was wrong, where, and what was expected.
  public var description: String {
    switch self {
    case .syntax(let line, let column, let expected, let got):
      "genotype, line \(line), column \(column): expected \(expected), got \(got); the form is "
        + "Genotype(normal=[('sep_conv_3x3', 0), ...], normal_concat=range(2, 6), reduce=[...], "
        + "reduce_concat=range(2, 6))"
    case .unknownOperation(let name, let cell, let known):
      "genotype, \(cell) cell: no operation is named '\(name)'; known are "
        + known.joined(separator: ", ")
    case .badSource(let cell, let node, let source):
      "genotype, \(cell) cell: node \(node) reads node \(source), but only nodes 0 to \(node - 1) "
        + "come before it"
    case .badConcat(let cell, let concat, let nodes):
      "genotype, \(cell) cell: concat \(concat) must name some of the intermediate nodes 2 to "
        + "\(nodes + 1), each once"
    case .badEdgeCount(let cell, let got):
      "genotype, \(cell) cell: expected two edges per node, so an even number above zero, got \(got)"
    }
  }
}

extension Genotype {
  /// Checks that every edge comes from an earlier node, carries a known operation, and that the
  /// concatenation names existing nodes.
  public func validate(
    operations known: [String] = OperationCatalog.all.map { $0.id }
  ) throws(GenotypeError) {
    for kind in CellKind.allCases {
      let cell = self[kind]
      let name = kind.rawValue
      for (node, edges) in cell.nodes.enumerated() {
        for edge in edges {
          guard known.contains(edge.operation) else {
            throw .unknownOperation(name: edge.operation, cell: name, known: known)
          }
          guard (0..<node + 2).contains(edge.source) else {
            throw .badSource(cell: name, node: node + 2, source: edge.source)
          }
        }
      }
      let valid = cell.concat.allSatisfy { (2..<cell.nodes.count + 2).contains($0) }
      guard !cell.concat.isEmpty, valid, Set(cell.concat).count == cell.concat.count else {
        throw .badConcat(cell: name, concat: cell.concat, nodes: cell.nodes.count)
      }
    }
  }
}
