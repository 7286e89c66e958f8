/// A genotype as its authors published it, under the name it has in their code.
public struct PublishedGenotype: Sendable, Hashable {
  /// The name, such as `DARTS_V2`.
  public let name: String
  /// The paper.
  public let source: String
  /// The cells, edges in the published order.
  public let genotype: Genotype

  init(name: String, source: String, normal: CellGenotype, reduce: CellGenotype) {
    self.name = name
    self.source = source
    genotype = Genotype(normal: normal, reduce: reduce)
  }

  /// Every published genotype, oldest space first.
  public static let all: [PublishedGenotype] = [
    .nasNet, .amoebaNet, .dartsV1, .dartsV2, .snas, .gdasV1, .pdarts, .pcDARTSCIFAR,
    .pcDARTSImageNet,
    .fairDARTSA, .fairDARTSB, .fairDARTSC, .fairDARTSD, .fairDARTSE, .fairDARTSF, .fairDARTSG,
  ]

  /// The genotype with a name, upper and lower case, dashes and underscores alike; or nil.
  public static func named(_ name: String) -> PublishedGenotype? {
    all.first { plain($0.name) == plain(name) }
  }

  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" && $0 != "-" }
  }
}

/// Short forms that keep the tables of published cells readable.
extension GenotypeEdge {
  static func sep3(_ source: Int) -> GenotypeEdge {
    GenotypeEdge(operation: "sep_conv_3x3", source: source)
  }
  static func sep5(_ source: Int) -> GenotypeEdge {
    GenotypeEdge(operation: "sep_conv_5x5", source: source)
  }
  static func sep7(_ source: Int) -> GenotypeEdge {
    GenotypeEdge(operation: "sep_conv_7x7", source: source)
  }
  static func dil3(_ source: Int) -> GenotypeEdge {
    GenotypeEdge(operation: "dil_conv_3x3", source: source)
  }
  static func dil5(_ source: Int) -> GenotypeEdge {
    GenotypeEdge(operation: "dil_conv_5x5", source: source)
  }
  static func max(_ source: Int) -> GenotypeEdge {
    GenotypeEdge(operation: "max_pool_3x3", source: source)
  }
  static func avg(_ source: Int) -> GenotypeEdge {
    GenotypeEdge(operation: "avg_pool_3x3", source: source)
  }
  static func skip(_ source: Int) -> GenotypeEdge {
    GenotypeEdge(operation: "skip_connect", source: source)
  }
  static func conv7(_ source: Int) -> GenotypeEdge {
    GenotypeEdge(operation: "conv_7x1_1x7", source: source)
  }
}
