/// The operation names that occur in published genotypes of DARTS-like cells.
public enum GenotypeVocabulary {
  /// The DARTS operations with those of its S4 space, of NASNet and of AmoebaNet.
  public static let darts = [
    "none", "max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3", "sep_conv_5x5",
    "sep_conv_7x7", "dil_conv_3x3", "dil_conv_5x5", "conv_7x1_1x7", "noise",
  ]

  /// Every operation that an edge of a cell can carry, as spaces defined by users name them: all but
  /// blocks, which stand in a chain.
  public static let cells = OperationCatalog.all.filter { !($0 is InvertedResidual) }
    .map { $0.id }
}

/// Rules beyond the ones every cell must obey.
public struct GenotypeRules: Sendable, Hashable {
  /// Every node must have an edge whose operation is not `none`; true unless changed.
  public var requiresInputs: Bool
  /// The edges of a node must come from different nodes, as DARTS derives them; false unless
  /// changed, because NASNet and AmoebaNet read a node twice.
  public var requiresDistinctSources: Bool

  /// Creates rules.
  public init(requiresInputs: Bool = true, requiresDistinctSources: Bool = false) {
    self.requiresInputs = requiresInputs
    self.requiresDistinctSources = requiresDistinctSources
  }
}

extension CellGenotype {
  /// Checks that every edge comes from an earlier node and carries a known operation, that the
  /// concatenation names existing nodes once each, and the rules.
  ///
  /// - Parameter name: the cell's name in errors.
  public func validate(
    name: String,
    operations known: [String],
    rules: GenotypeRules = GenotypeRules()
  ) throws(GenotypeError) {
    for (index, edges) in nodes.enumerated() {
      let node = index + inputs
      var seen: Set<Int> = []
      for edge in edges {
        guard known.contains(edge.operation) else {
          throw .unknownOperation(
            name: edge.operation,
            at: .node(cell: name, node: node),
            known: known
          )
        }
        guard (0..<node).contains(edge.source) else {
          throw .badSource(
            source: edge.source,
            node: node,
            at: .node(cell: name, node: node)
          )
        }
        if !seen.insert(edge.source).inserted, rules.requiresDistinctSources {
          throw .repeatedSource(source: edge.source, at: .node(cell: name, node: node))
        }
      }
      if rules.requiresInputs, edges.allSatisfy({ $0.operation == "none" }) {
        throw .emptyNode(cell: name, node: node)
      }
    }
    let valid = concat.allSatisfy { (inputs..<nodes.count + inputs).contains($0) }
    guard !concat.isEmpty, valid, Set(concat).count == concat.count else {
      throw .badConcat(cell: name, concat: concat, nodes: nodes.count)
    }
  }
}

extension Genotype {
  /// Checks both cells; without arguments, whether a network can be built.
  public func validate(
    operations known: [String] = OperationCatalog.all.map { $0.id },
    rules: GenotypeRules = GenotypeRules()
  ) throws(GenotypeError) {
    for kind in CellKind.allCases {
      try self[kind].validate(name: kind.rawValue, operations: known, rules: rules)
    }
  }
}
