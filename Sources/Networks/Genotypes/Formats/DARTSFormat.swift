/// The DARTS literal, a flat list with two pairs per node; see `DARTSLiteral`.
///
/// PC-DARTS, P-DARTS, RobustDARTS, SmoothDARTS, DARTS-PT and DARTS- print it too.
public struct DARTSFormat: GenotypeFormat {
  /// Creates the format.
  public init() {}

  /// `darts`.
  public var id: String { "darts" }
  /// Whose format it is.
  public var summary: String { "DARTS Genotype literal, two (operation, node) pairs per node" }
  /// An example with dots.
  public var form: String { DARTSLiteral.form }

  /// Whether the text is a `Genotype` whose first list holds anything but the parts of a variant.
  public func recognizes(_ text: String) -> Bool {
    let outline = LiteralOutline(text)
    return outline.name == "Genotype" && outline.items != "tii" && outline.brackets != "[[("
      && outline.brackets != "[((" && !outline.fields.contains("gene")
      && !outline.fields.contains("connectN")
  }

  /// Reads the literal.
  public func read(
    _ text: String,
    operations: [String]
  ) throws(GenotypeError) -> DescribedArchitecture {
    .genotype(try DARTSLiteral.parse(text, operations: operations))
  }

  /// Writes the literal on one line.
  public func write(_ architecture: DescribedArchitecture) throws(GenotypeError) -> String {
    let genotype = try genotype(architecture)
    try checkPairs(genotype)
    return DARTSLiteral.text(genotype)
  }
}
