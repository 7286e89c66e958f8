/// The literal of D-X-Y's AutoDL-Projects: a tuple of pairs per node and the connection fields of
/// its macro search; also the dictionary its searches log, whose third numbers are weights.
public struct AutoDLFormat: GenotypeFormat {
  private static let aliases = [
    "dua_sepc_3x3": "sep_conv_3x3", "dua_sepc_5x5": "sep_conv_5x5",
    "dil_sepc_3x3": "dil_conv_3x3", "dil_sepc_5x5": "dil_conv_5x5",
  ]

  /// Creates the format.
  public init() {}

  /// `autodl`.
  public var id: String { "autodl" }
  /// Whose format it is.
  public var summary: String { "AutoDL-Projects Genotype literal or log, one tuple per node" }
  /// An example with dots.
  public var form: String {
    "Genotype(normal=[(('sep_conv_3x3', 0), ('skip_connect', 1)), ...], "
      + "normal_concat=[2, 3, 4, 5], reduce=[...], reduce_concat=[2, 3, 4, 5], "
      + "connectN=None, connects=None)"
  }

  /// Whether the text has a tuple of tuples per node, or the connection fields.
  public func recognizes(_ text: String) -> Bool {
    let outline = LiteralOutline(text)
    if outline.name == "Genotype" {
      return outline.brackets == "[((" || outline.fields.contains("connectN")
    }
    return outline.name.isEmpty && outline.fields.first == "normal"
  }

  /// Reads the literal or the logged dictionary; weights and connection fields are not kept.
  public func read(
    _ text: String,
    operations: [String]
  ) throws(GenotypeError) -> DescribedArchitecture {
    let reader = reader(operations, aliases: Self.aliases)
    let value = try LiteralParser.parse(text, form: form)
    let fields: [LiteralValue.Field]
    if case .dictionary(let logged) = value.content {
      fields = logged
    } else {
      fields = try reader.arguments(value, of: "Genotype")
    }
    let table = try reader.table(
      fields,
      known: ["normal", "normal_concat", "reduce", "reduce_concat", "connectN", "connects"]
    )
    return .genotype(
      try genotype(table, of: value, reader) { value, _ throws(GenotypeError) in
        var nodes: [[GenotypeEdge]] = []
        for node in try reader.items(value, "a list of nodes") {
          var edges: [GenotypeEdge] = []
          for entry in try reader.items(node, "a tuple of pairs (operation, node)") {
            let parts = try reader.items(entry, "a pair (operation, node)")
            guard parts.count == 2 || parts.count == 3 else {
              throw reader.fault(entry, "a pair (operation, node), or a weight after it")
            }
            edges.append(try reader.edge(parts[0], source: parts[1], into: nodes.count + 2))
          }
          nodes.append(edges)
        }
        return nodes
      }
    )
  }

  /// Writes the literal on one line, without connections and with the DARTS operation names.
  public func write(_ architecture: DescribedArchitecture) throws(GenotypeError) -> String {
    let genotype = try genotype(architecture)
    let parts = CellKind.allCases.map { kind in
      let nodes = genotype[kind].nodes.map { edges in
        let pairs = edges.map(LiteralWriter.pair).joined(separator: ", ")
        return edges.count == 1 ? "(\(pairs),)" : "(\(pairs))"
      }
      return "\(kind.rawValue)=\(LiteralWriter.list(nodes)), "
        + "\(kind.rawValue)_concat=\(LiteralWriter.list(genotype[kind].concat))"
    }
    return "Genotype(\(parts.joined(separator: ", ")), connectN=None, connects=None)"
  }
}
