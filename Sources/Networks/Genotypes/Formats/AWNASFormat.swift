/// The literal of the aw_nas framework: numbered groups of (operation, from, to) triples.
///
/// X. Ning et al., "aw_nas: A Modularized and Extensible NAS framework", 2020.
public struct AWNASFormat: GenotypeFormat {
  /// Creates the format.
  public init() {}

  /// `aw_nas`.
  public var id: String { "aw_nas" }
  /// Whose format it is.
  public var summary: String { "aw_nas CNNGenotype literal, (operation, from, to) triples" }
  /// An example with dots.
  public var form: String {
    "CNNGenotype(normal_0=[('dil_conv_3x3', 1, 2), ...], reduce_1=[...], "
      + "normal_0_concat=[2, 3, 4, 5], reduce_1_concat=[2, 3, 4, 5])"
  }

  /// Whether the text is a `CNNGenotype`.
  public func recognizes(_ text: String) -> Bool {
    LiteralOutline(text).name == "CNNGenotype"
  }

  /// Reads the literal; the numbers of the groups are not kept.
  public func read(
    _ text: String,
    operations: [String]
  ) throws(GenotypeError) -> DescribedArchitecture {
    let reader = reader(operations)
    let value = try LiteralParser.parse(text, form: form)
    var fields: [LiteralValue.Field] = []
    for field in try reader.arguments(value, of: "CNNGenotype") {
      fields.append(
        LiteralValue.Field(
          name: Self.unnumbered(field.name),
          position: field.position,
          value: field.value
        )
      )
    }
    let table = try reader.table(
      fields,
      known: ["normal", "normal_concat", "reduce", "reduce_concat"]
    )
    return .genotype(
      try genotype(table, of: value, reader) { value, last throws(GenotypeError) in
        try reader.nodes(triples: value, source: 1, target: 2, through: last)
      }
    )
  }

  /// `normal` for `normal_0`, `normal_concat` for `normal_0_concat`.
  private static func unnumbered(_ name: String) -> String {
    name.split(separator: "_").filter { Int($0) == nil }.joined(separator: "_")
  }

  /// Writes the literal on one line with the groups `normal_0` and `reduce_1`.
  public func write(_ architecture: DescribedArchitecture) throws(GenotypeError) -> String {
    let genotype = try genotype(architecture)
    let cells = [("normal_0", genotype.normal), ("reduce_1", genotype.reduce)]
    let parts =
      cells.map { "\($0.0)=\(LiteralWriter.triples($0.1, targetLast: true))" }
      + cells.map { "\($0.0)_concat=\(LiteralWriter.list($0.1.concat))" }
    return "CNNGenotype(\(parts.joined(separator: ", ")))"
  }
}
