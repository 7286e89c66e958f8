/// The text DARTS prints and the field pastes into source files:
/// `Genotype(normal=[('sep_conv_3x3', 1), ...], normal_concat=range(2, 6), reduce=[...],
/// reduce_concat=range(2, 6))`, two edges per node, in node order.
public enum DARTSLiteral {
  /// Writes a genotype.
  ///
  /// - Precondition: every node has two incoming edges; the literal cannot say otherwise.
  public static func text(_ genotype: Genotype) -> String {
    let parts = CellKind.allCases.map { kind in
      let cell = genotype[kind]
      precondition(
        cell.nodes.allSatisfy { $0.count == 2 }, "the DARTS literal holds two edges per node")
      let edges = cell.nodes.joined().map { "('\($0.operation)', \($0.source))" }
      return "\(kind.rawValue)=[\(edges.joined(separator: ", "))], "
        + "\(kind.rawValue)_concat=\(concat(cell.concat))"
    }
    return "Genotype(\(parts.joined(separator: ", ")))"
  }

  private static func concat(_ nodes: [Int]) -> String {
    guard let first = nodes.first, nodes == Array(first..<first + nodes.count) else {
      return "[\(nodes.map { String($0) }.joined(separator: ", "))]"
    }
    return "range(\(first), \(first + nodes.count))"
  }

  /// Reads a genotype; an assignment (`NAME = Genotype(...)`), comments and line breaks are allowed.
  public static func parse(_ text: String) throws(GenotypeError) -> Genotype {
    var scanner = LiteralScanner(text)
    if let word = scanner.peekWord(), word != "Genotype" {
      _ = try scanner.word()
      try scanner.expect("=")
    }
    guard try scanner.word() == "Genotype" else { throw scanner.fault("Genotype(") }
    try scanner.expect("(")
    var edges: [String: [GenotypeEdge]] = [:]
    var concats: [String: [Int]] = [:]
    while !scanner.accept(")") {
      let key = try scanner.word()
      try scanner.expect("=")
      switch key {
      case "normal", "reduce": edges[key] = try scanner.edges()
      case "normal_concat", "reduce_concat":
        concats[String(key.dropLast("_concat".count))] = try scanner.integers()
      default: throw scanner.fault("normal, normal_concat, reduce or reduce_concat")
      }
      if !scanner.accept(",") {
        try scanner.expect(")")
        break
      }
    }
    try scanner.end()
    let genotype = Genotype(
      normal: try cell("normal", edges, concats, scanner),
      reduce: try cell("reduce", edges, concats, scanner))
    try genotype.validate()
    return genotype
  }

  private static func cell(
    _ name: String, _ edges: [String: [GenotypeEdge]], _ concats: [String: [Int]],
    _ scanner: LiteralScanner
  ) throws(GenotypeError) -> CellGenotype {
    guard let flat = edges[name] else { throw scanner.fault("\(name)=[...]") }
    guard let concat = concats[name] else { throw scanner.fault("\(name)_concat=...") }
    guard !flat.isEmpty, flat.count % 2 == 0 else {
      throw .badEdgeCount(cell: name, got: flat.count)
    }
    let nodes = stride(from: 0, to: flat.count, by: 2).map { [flat[$0], flat[$0 + 1]] }
    return CellGenotype(nodes: nodes, concat: concat)
  }
}
