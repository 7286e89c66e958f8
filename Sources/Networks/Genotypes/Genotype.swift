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

extension GenotypeEdge: Comparable {
  /// Orders edges by source, then by operation name.
  public static func < (one: GenotypeEdge, other: GenotypeEdge) -> Bool {
    (one.source, one.operation) < (other.source, other.operation)
  }
}

/// A derived cell: the incoming edges of each intermediate node and the nodes that are
/// concatenated.
///
/// The order of the edges within a node and of the concatenated nodes is kept, so that a text that
/// was read is written back unchanged; `canonical` removes it.
public struct CellGenotype: Sendable, Hashable, Codable {
  /// Incoming edges of intermediate node 0, 1, ...
  public var nodes: [[GenotypeEdge]]
  /// Concatenated nodes; `inputs` is the first intermediate node.
  public var concat: [Int]
  /// The number of inputs, which are the nodes before the first intermediate one.
  public var inputs: Int

  /// Creates a cell that concatenates every intermediate node unless told otherwise.
  public init(nodes: [[GenotypeEdge]], concat: [Int]? = nil, inputs: Int = 2) {
    self.nodes = nodes
    self.concat = concat ?? Array(inputs..<nodes.count + inputs)
    self.inputs = inputs
  }

  private enum CodingKeys: String, CodingKey {
    case nodes, concat, inputs
  }

  /// Decodes a cell; two inputs unless it says otherwise.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    nodes = try container.decode([[GenotypeEdge]].self, forKey: .nodes)
    concat = try container.decode([Int].self, forKey: .concat)
    inputs = try container.decodeIfPresent(Int.self, forKey: .inputs) ?? 2
  }

  /// Encodes the cell; two inputs go without saying.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(nodes, forKey: .nodes)
    try container.encode(concat, forKey: .concat)
    if inputs != 2 { try container.encode(inputs, forKey: .inputs) }
  }

  /// All kept edges, in node order.
  public var edges: [GenotypeEdge] { Array(nodes.joined()) }

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
    get { kind == .normal ? normal : reduce }
    set {
      if kind == .normal { normal = newValue } else { reduce = newValue }
    }
  }
}
