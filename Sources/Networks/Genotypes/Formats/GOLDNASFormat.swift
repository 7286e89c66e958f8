/// The GOLD-NAS literal: one list of (operation, from, to) triples per cell of the network.
///
/// K. Bi et al., "GOLD-NAS: Gradual, One-Level, Differentiable", 2020 (arXiv:2007.03331).
public struct GOLDNASFormat: GenotypeFormat {
  /// Creates the format.
  public init() {}

  /// `gold-nas`.
  public var id: String { "gold-nas" }
  /// Whose format it is.
  public var summary: String { "GOLD-NAS Genotype literal, (operation, from, to) for every cell" }
  /// An example with dots.
  public var form: String {
    "Genotype(gene=[[('skip_connect', 0, 2), ...], ...], concat=range(2, 6))"
  }

  /// Whether the text is a `Genotype` with a `gene`.
  public func recognizes(_ text: String) -> Bool {
    let outline = LiteralOutline(text)
    return outline.name == "Genotype" && outline.fields.contains("gene")
  }

  /// Reads the literal; every cell has the concatenation the text gives once.
  ///
  /// A field `inputs`, which the original lacks, tells how many earlier cells a cell reads when they
  /// are not two.
  public func read(
    _ text: String,
    operations: [String]
  ) throws(GenotypeError) -> DescribedArchitecture {
    let reader = reader(operations)
    let value = try LiteralParser.parse(text, form: form)
    let table = try reader.table(
      try reader.arguments(value, of: "Genotype"),
      known: ["gene", "concat", "inputs"]
    )
    let inputs =
      try table["inputs"].map { value throws(GenotypeError) in
        try reader.integer(value)
      } ?? 2
    guard (1...LiteralParser.longestRange).contains(inputs) else {
      throw reader.fault(value, "at least one input")
    }
    let gene = try reader.field("gene", table, of: value)
    let concat = try reader.concat(try reader.field("concat", table, of: value))
    let last = min(concat.max() ?? 1, LiteralParser.longestRange)
    var cells: [CellGenotype] = []
    for triples in try reader.items(gene, "a list of cells") {
      let nodes = try reader.nodes(
        triples: triples,
        source: 1,
        target: 2,
        through: last,
        inputs: inputs
      )
      let cell = CellGenotype(nodes: nodes, concat: concat, inputs: inputs)
      try cell.validate(
        name: "gene[\(cells.count)]",
        operations: operations,
        rules: GenotypeRules(requiresInputs: false)
      )
      cells.append(cell)
    }
    guard !cells.isEmpty else { throw reader.fault(gene, "at least one cell") }
    return .cells(cells)
  }

  /// Writes the literal on one line; all cells must concatenate the same nodes.
  public func write(_ architecture: DescribedArchitecture) throws(GenotypeError) -> String {
    guard case .cells(let cells) = architecture, let first = cells.first else {
      throw refusal("it holds every cell of a network, not a normal and a reduction cell")
    }
    if let odd = cells.firstIndex(where: { $0.inputs != first.inputs }) {
      throw refusal("cell \(odd) has \(cells[odd].inputs) inputs, cell 0 has \(first.inputs)")
    }
    if let odd = cells.firstIndex(where: { $0.concat != first.concat }) {
      throw refusal(
        "it holds one concatenation, but cell \(odd) has \(cells[odd].concat) and cell 0 has "
          + "\(first.concat)"
      )
    }
    let gene = cells.map { LiteralWriter.triples($0, targetLast: true) }
    return "Genotype(gene=\(LiteralWriter.list(gene)), "
      + "concat=\(LiteralWriter.concat(first.concat))"
      + (first.inputs == 2 ? ")" : ", inputs=\(first.inputs))")
  }
}
