/// The literal of khanrc's pt.darts: one list of pairs per node, any number of them.
public struct NestedDARTSFormat: GenotypeFormat {
  /// Creates the format.
  public init() {}

  /// `pt.darts`.
  public var id: String { "pt.darts" }
  /// Whose format it is.
  public var summary: String { "pt.darts Genotype literal, one list of pairs per node" }
  /// An example with dots.
  public var form: String {
    "Genotype(normal=[[('sep_conv_3x3', 0), ...], ...], normal_concat=range(2, 6), reduce=[...], "
      + "reduce_concat=range(2, 6))"
  }

  /// Whether the text is a `Genotype` with lists of lists of pairs.
  public func recognizes(_ text: String) -> Bool {
    let outline = LiteralOutline(text)
    return outline.name == "Genotype" && outline.brackets == "[[(" && outline.items == "ti"
      && !outline.fields.contains("gene")
  }

  /// Reads the literal.
  public func read(
    _ text: String,
    operations: [String]
  ) throws(GenotypeError) -> DescribedArchitecture {
    let reader = reader(operations)
    let value = try LiteralParser.parse(text, form: form)
    let table = try reader.table(
      try reader.arguments(value, of: "Genotype"),
      known: ["normal", "normal_concat", "reduce", "reduce_concat"]
    )
    return .genotype(
      try genotype(table, of: value, reader) { value, _ throws(GenotypeError) in
        var nodes: [[GenotypeEdge]] = []
        for node in try reader.items(value, "a list of nodes") {
          var edges: [GenotypeEdge] = []
          for pair in try reader.items(node, "a list of pairs (operation, node)") {
            edges.append(try reader.pair(pair, into: nodes.count + 2))
          }
          nodes.append(edges)
        }
        return nodes
      }
    )
  }

  /// Writes the literal on one line.
  public func write(_ architecture: DescribedArchitecture) throws(GenotypeError) -> String {
    let genotype = try genotype(architecture)
    let parts = CellKind.allCases.map { kind in
      let nodes = genotype[kind].nodes.map { LiteralWriter.list($0.map(LiteralWriter.pair)) }
      return "\(kind.rawValue)=\(LiteralWriter.list(nodes)), "
        + "\(kind.rawValue)_concat=\(LiteralWriter.concat(genotype[kind].concat))"
    }
    return "Genotype(\(parts.joined(separator: ", ")))"
  }
}
