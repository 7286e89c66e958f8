/// NASLib's compact form of a DARTS cell: eight (source, operation number) pairs per cell.
public struct NASLibCompactFormat: GenotypeFormat {
  private static let names = [
    "max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3", "sep_conv_5x5",
    "dil_conv_3x3", "dil_conv_5x5",
  ]

  /// Creates the format.
  public init() {}

  /// `naslib-compact`.
  public var id: String { "naslib-compact" }
  /// Whose format it is.
  public var summary: String { "NASLib compact DARTS cells, (source, operation number) pairs" }
  /// An example with dots.
  public var form: String {
    "(((0, 3), (1, 3), ...), ((0, 0), (1, 0), ...)), "
      + "eight (source, operation 0 to 6) pairs per cell"
  }

  /// Whether the text is nested tuples or lists of numbers only.
  public func recognizes(_ text: String) -> Bool {
    let outline = LiteralOutline(text)
    return outline.name.isEmpty && outline.brackets.count == 3 && outline.items == "ii"
  }

  /// Reads the pairs; a name outside `operations` is an error.
  public func read(
    _ text: String,
    operations: [String]
  ) throws(GenotypeError) -> DescribedArchitecture {
    let reader = reader(operations)
    let value = try LiteralParser.parse(text, form: form)
    let cells = try reader.items(value, "a normal and a reduction cell")
    guard cells.count == 2 else { throw reader.fault(value, "a normal and a reduction cell") }
    let genotype = Genotype(
      normal: try cell(cells[0], reader),
      reduce: try cell(cells[1], reader)
    )
    try genotype.validate(operations: operations)
    return .genotype(genotype)
  }

  private func cell(
    _ value: LiteralValue,
    _ reader: LiteralReader
  ) throws(GenotypeError) -> CellGenotype {
    let pairs = try reader.items(value, "eight pairs (source, operation number)")
    guard pairs.count == 8 else {
      throw reader.fault(value, "eight pairs (source, operation number)")
    }
    var nodes: [[GenotypeEdge]] = [[], [], [], []]
    for (index, pair) in pairs.enumerated() {
      let parts = try reader.items(pair, "a pair (source, operation number)")
      guard parts.count == 2 else { throw reader.fault(pair, "a pair (source, operation number)") }
      let source = try reader.integer(parts[0])
      let node = index / 2 + 2
      guard (0..<node).contains(source) else {
        throw .badSource(source: source, node: node, at: .text(parts[0].position))
      }
      guard case .integer(let number) = parts[1].content, Self.names.indices.contains(number)
      else { throw reader.fault(parts[1], "an operation number from 0 to 6") }
      nodes[node - 2].append(GenotypeEdge(operation: Self.names[number], source: source))
    }
    return CellGenotype(nodes: nodes)
  }

  /// Writes the pairs as tuples; cells must have four nodes, all concatenated.
  public func write(_ architecture: DescribedArchitecture) throws(GenotypeError) -> String {
    let genotype = try genotype(architecture)
    try checkPairs(genotype)
    var cells: [String] = []
    for kind in CellKind.allCases {
      let cell = genotype[kind]
      guard cell.nodes.count == 4, cell.concat.sorted() == [2, 3, 4, 5] else {
        throw refusal("it holds cells of four nodes that are all concatenated")
      }
      var pairs: [String] = []
      for edge in cell.edges {
        guard let number = Self.names.firstIndex(of: edge.operation) else {
          throw refusal("it has no number for the operation \(edge.operation)")
        }
        pairs.append("(\(edge.source), \(number))")
      }
      cells.append("(" + pairs.joined(separator: ", ") + ")")
    }
    return "(" + cells.joined(separator: ", ") + ")"
  }
}
