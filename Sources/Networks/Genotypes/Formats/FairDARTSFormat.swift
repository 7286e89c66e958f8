/// The FairDARTS literal: triples (operation, node, source), any number per node, even none.
///
/// X. Chu et al., "Fair DARTS: Eliminating Unfair Advantages in Differentiable Architecture
/// Search", ECCV 2020.
public struct FairDARTSFormat: GenotypeFormat {
  /// Creates the format.
  public init() {}

  /// `fairdarts`.
  public var id: String { "fairdarts" }
  /// Whose format it is.
  public var summary: String { "FairDARTS Genotype literal, (operation, node, from) triples" }
  /// An example with dots.
  public var form: String {
    "Genotype(normal=[('sep_conv_3x3', 2, 0), ...], normal_concat=range(2, 6), reduce=[...], "
      + "reduce_concat=range(2, 6))"
  }

  /// Whether the text is a `Genotype` whose first item is a triple.
  public func recognizes(_ text: String) -> Bool {
    let outline = LiteralOutline(text)
    return outline.name == "Genotype" && outline.items == "tii"
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
      try genotype(table, of: value, reader) { value, last throws(GenotypeError) in
        try reader.nodes(triples: value, source: 2, target: 1, through: last)
      }
    )
  }

  /// Writes the literal on one line, edges in node order.
  public func write(_ architecture: DescribedArchitecture) throws(GenotypeError) -> String {
    let genotype = try genotype(architecture)
    let parts = CellKind.allCases.map { kind in
      "\(kind.rawValue)=\(LiteralWriter.triples(genotype[kind], targetLast: false)), "
        + "\(kind.rawValue)_concat=\(LiteralWriter.concat(genotype[kind].concat))"
    }
    return "Genotype(\(parts.joined(separator: ", ")))"
  }
}
