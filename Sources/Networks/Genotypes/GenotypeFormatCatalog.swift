/// The genotype formats, one line each.
public enum GenotypeFormatCatalog {
  /// Every format in the order documentation lists them and texts are tried.
  public static let all: [any GenotypeFormat] = [
    DARTSFormat(),
    NestedDARTSFormat(),
    FairDARTSFormat(),
    GOLDNASFormat(),
    AWNASFormat(),
    AutoDLFormat(),
    NASBench201Format(),
    NASLibIndicesFormat(),
    NASLibCompactFormat(),
    NASLibConfigFormat(),
    BlocksFormat(),
  ]

  /// The format named `id`, or nil.
  public static func format(_ id: String) -> (any GenotypeFormat)? {
    all.first { $0.id == id }
  }

  /// The first format that recognizes a text, or nil.
  public static func detect(_ text: String) -> (any GenotypeFormat)? {
    all.first { $0.recognizes(text) }
  }

  /// Reads a text in whatever format it has.
  ///
  /// - Throws: `GenotypeError.unrecognized` when no format recognizes it, otherwise the error of
  ///   the format that does.
  public static func read(
    _ text: String,
    operations: [String] = GenotypeVocabulary.darts
  ) throws(GenotypeError) -> DescribedArchitecture {
    guard let format = detect(text) else { throw .unrecognized(known: all.map { $0.id }) }
    return try format.read(text, operations: operations)
  }
}
