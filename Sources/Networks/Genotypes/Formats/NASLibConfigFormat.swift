/// The configuration dictionary of a DARTS cell in NAS-Bench-301, which NASLib reads: an operation
/// for each kept edge and the two sources of nodes 3, 4 and 5 as `i_j` with i < j.
public struct NASLibConfigFormat: GenotypeFormat {
  private static let prefix = "NetworkSelectorDatasetInfo:darts:"

  /// Creates the format.
  public init() {}

  /// `naslib-config`.
  public var id: String { "naslib-config" }
  /// Whose format it is.
  public var summary: String { "NAS-Bench-301 configuration, as JSON" }
  /// An example with dots.
  public var form: String {
    "{\"\(Self.prefix)edge_normal_0\": \"sep_conv_3x3\", ..., "
      + "\"\(Self.prefix)inputs_node_normal_3\": \"0_1\", ...}"
  }

  /// Whether the text is a dictionary with a key of the network.
  public func recognizes(_ text: String) -> Bool {
    let outline = LiteralOutline(text)
    return outline.name.isEmpty && outline.fields.contains { $0.hasPrefix(Self.prefix) }
  }

  /// The first edge into a node: nodes 2 to 5 have edges from 0, 2, 5 and 9 on.
  private static func firstEdge(into node: Int) -> Int {
    (node - 2) * (node + 1) / 2
  }

  /// Reads the dictionary; keys that do not describe cells are passed over.
  public func read(
    _ text: String,
    operations: [String]
  ) throws(GenotypeError) -> DescribedArchitecture {
    let reader = reader(operations)
    let value = try LiteralParser.parse(text, form: form)
    guard case .dictionary(let fields) = value.content else {
      throw reader.fault(value, "a dictionary")
    }
    let table = try reader.table(fields, known: fields.map { $0.name })
    var cells: [CellGenotype] = []
    for kind in CellKind.allCases {
      var nodes: [[GenotypeEdge]] = []
      for node in 2...5 {
        var sources = [0, 1]
        if node > 2 {
          let key = "\(Self.prefix)inputs_node_\(kind.rawValue)_\(node)"
          let inputs = try reader.field(key, table, of: value)
          guard case .text(let text) = inputs.content else {
            throw reader.fault(inputs, "two sources as \"0_1\"")
          }
          sources = text.split(separator: "_").compactMap { Int($0) }
          guard sources.count == 2 else { throw reader.fault(inputs, "two sources as \"0_1\"") }
          for source in sources where !(0..<node).contains(source) {
            throw .badSource(source: source, node: node, at: .text(inputs.position))
          }
        }
        var edges: [GenotypeEdge] = []
        for source in sources {
          let number = Self.firstEdge(into: node) + source
          let operation = try reader.field(
            "\(Self.prefix)edge_\(kind.rawValue)_\(number)",
            table,
            of: value
          )
          edges.append(
            GenotypeEdge(operation: try reader.operation(operation), source: source)
          )
        }
        nodes.append(edges)
      }
      cells.append(CellGenotype(nodes: nodes))
    }
    return .genotype(Genotype(normal: cells[0], reduce: cells[1]))
  }

  /// Writes the keys of the cells as JSON on one line, edges of a node by source.
  public func write(_ architecture: DescribedArchitecture) throws(GenotypeError) -> String {
    let genotype = try genotype(architecture)
    try checkPairs(genotype)
    var entries: [String] = []
    for kind in CellKind.allCases {
      let cell = genotype[kind]
      guard cell.nodes.count == 4, cell.concat.sorted() == [2, 3, 4, 5] else {
        throw refusal("it holds cells of four nodes that are all concatenated")
      }
      var inputs: [String] = []
      for (index, edges) in cell.nodes.enumerated() {
        let node = index + 2
        let sorted = edges.sorted()
        guard sorted[0].source != sorted[1].source else {
          throw refusal(
            "it holds one operation per edge, but \(kind.rawValue) node \(node) reads node "
              + "\(sorted[0].source) twice"
          )
        }
        for edge in sorted {
          let number = Self.firstEdge(into: node) + edge.source
          entries.append("\"\(Self.prefix)edge_\(kind.rawValue)_\(number)\": \"\(edge.operation)\"")
        }
        if node > 2 {
          inputs.append(
            "\"\(Self.prefix)inputs_node_\(kind.rawValue)_\(node)\": "
              + "\"\(sorted[0].source)_\(sorted[1].source)\""
          )
        }
      }
      entries += inputs
    }
    return "{" + entries.joined(separator: ", ") + "}"
  }
}
