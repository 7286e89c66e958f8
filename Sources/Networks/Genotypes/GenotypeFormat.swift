/// What a text in one of the formats describes.
public enum DescribedArchitecture: Sendable, Hashable {
  /// A normal and a reduction cell, repeated through the network.
  case genotype(Genotype)
  /// Every cell of the network, in order, each with edges of its own.
  case cells([CellGenotype])
  /// A cell of NAS-Bench-201.
  case nasBench201(NASBench201Cell)
  /// The blocks of a block-wise network, in order.
  case blocks([String])
}

/// A text format for architectures: one file per format, one line each in `GenotypeFormatCatalog`.
public protocol GenotypeFormat: Sendable {
  /// The name on the command line; never changed once published.
  var id: String { get }
  /// Whose format it is, in one line.
  var summary: String { get }
  /// An example with dots, shown in errors.
  var form: String { get }
  /// Whether a text looks like this format, though it may be faulty.
  func recognizes(_ text: String) -> Bool
  /// Reads a text; `operations` are the names its edges may carry.
  func read(_ text: String, operations: [String]) throws(GenotypeError) -> DescribedArchitecture
  /// Writes an architecture.
  ///
  /// - Throws: `GenotypeError.notRepresentable` when the format has no notation for it.
  func write(_ architecture: DescribedArchitecture) throws(GenotypeError) -> String
}

extension GenotypeFormat {
  /// Reads a text whose edges carry names of `GenotypeVocabulary.darts`.
  public func read(_ text: String) throws(GenotypeError) -> DescribedArchitecture {
    try read(text, operations: GenotypeVocabulary.darts)
  }

  func reader(_ operations: [String], aliases: [String: String] = [:]) -> LiteralReader {
    LiteralReader(operations: operations, aliases: aliases, form: form)
  }

  func refusal(_ reason: String) -> GenotypeError {
    .notRepresentable(format: id, reason: reason)
  }

  /// The two cells to write.
  func genotype(_ architecture: DescribedArchitecture) throws(GenotypeError) -> Genotype {
    guard case .genotype(let genotype) = architecture else {
      throw refusal("it holds one normal and one reduction cell, nothing else")
    }
    return genotype
  }

  /// Refuses cells in which a node has not exactly two edges.
  func checkPairs(_ genotype: Genotype) throws(GenotypeError) {
    for kind in CellKind.allCases {
      for (node, edges) in genotype[kind].nodes.enumerated() where edges.count != 2 {
        throw refusal(
          "it holds two edges per node, but \(kind.rawValue) node \(node + 2) has \(edges.count)"
        )
      }
    }
  }

  /// Reads `normal`, `normal_concat`, `reduce` and `reduce_concat`; the closure reads the nodes of
  /// a cell that is concatenated up to the given node.
  func genotype(
    _ table: [String: LiteralValue],
    of owner: LiteralValue,
    _ reader: LiteralReader,
    nodes: (LiteralValue, Int) throws(GenotypeError) -> [[GenotypeEdge]]
  ) throws(GenotypeError) -> Genotype {
    var cells: [CellGenotype] = []
    for kind in CellKind.allCases {
      let name = kind.rawValue
      let edges = try reader.field(name, table, of: owner)
      let concat = try reader.concat(try reader.field("\(name)_concat", table, of: owner))
      let last = min(concat.max() ?? 1, LiteralParser.longestRange)
      cells.append(CellGenotype(nodes: try nodes(edges, last), concat: concat))
    }
    let genotype = Genotype(normal: cells[0], reduce: cells[1])
    try genotype.validate(
      operations: reader.operations,
      rules: GenotypeRules(requiresInputs: false)
    )
    return genotype
  }
}
