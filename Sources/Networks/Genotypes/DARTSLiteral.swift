/// The text DARTS prints and the field pastes into source files:
/// `Genotype(normal=[('sep_conv_3x3', 1), ...], normal_concat=range(2, 6), reduce=[...],
/// reduce_concat=range(2, 6))`, two edges per node, in node order.
public enum DARTSLiteral {
  static let form =
    "Genotype(normal=[('sep_conv_3x3', 0), ...], normal_concat=range(2, 6), reduce=[...], "
    + "reduce_concat=range(2, 6))"

  /// Writes a genotype on one line, byte for byte as Python 3 prints it.
  ///
  /// - Precondition: every node has two incoming edges; the literal cannot say otherwise.
  public static func text(_ genotype: Genotype) -> String {
    let parts = CellKind.allCases.map { kind in
      let cell = genotype[kind]
      precondition(
        cell.nodes.allSatisfy { $0.count == 2 },
        "the DARTS literal holds two edges per node, got \(cell.nodes.map { $0.count })"
      )
      return "\(kind.rawValue)=\(LiteralWriter.list(cell.edges.map(LiteralWriter.pair))), "
        + "\(kind.rawValue)_concat=\(LiteralWriter.concat(cell.concat))"
    }
    return "Genotype(\(parts.joined(separator: ", ")))"
  }

  /// Reads a genotype; an assignment (`NAME = Genotype(...)`), the time and name of a log line,
  /// comments, line breaks and trailing commas are allowed.
  ///
  /// - Parameter operations: the names an edge may carry; by default those a network can be built
  ///   of.
  /// - Throws: `GenotypeError` with the line and column of the first fault.
  public static func parse(
    _ text: String,
    operations: [String] = OperationCatalog.all.map { $0.id }
  ) throws(GenotypeError) -> Genotype {
    let reader = LiteralReader(operations: operations, form: form)
    let value = try LiteralParser.parse(text, form: form)
    let table = try reader.table(
      try reader.arguments(value, of: "Genotype"),
      known: ["normal", "normal_concat", "reduce", "reduce_concat"]
    )
    let genotype = Genotype(
      normal: try cell("normal", table, value, reader),
      reduce: try cell("reduce", table, value, reader)
    )
    try genotype.validate(
      operations: operations,
      rules: GenotypeRules(requiresInputs: false)
    )
    return genotype
  }

  private static func cell(
    _ name: String,
    _ table: [String: LiteralValue],
    _ owner: LiteralValue,
    _ reader: LiteralReader
  ) throws(GenotypeError) -> CellGenotype {
    let value = try reader.field(name, table, of: owner)
    let pairs = try reader.items(value, "a list of pairs (operation, node)")
    var nodes: [[GenotypeEdge]] = []
    for (index, pair) in pairs.enumerated() {
      if index % 2 == 0 { nodes.append([]) }
      nodes[index / 2].append(try reader.pair(pair, into: index / 2 + 2))
    }
    guard !pairs.isEmpty, pairs.count % 2 == 0 else {
      throw .badEdgeCount(cell: name, got: pairs.count, at: value.position)
    }
    let concat = try reader.concat(try reader.field("\(name)_concat", table, of: owner))
    return CellGenotype(nodes: nodes, concat: concat)
  }
}
