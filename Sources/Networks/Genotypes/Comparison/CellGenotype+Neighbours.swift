extension CellGenotype {
  /// The cells one change away: another operation on one edge, or another earlier source that the
  /// node does not read yet; by node, edge, then operations in the given order, then sources.
  ///
  /// A cell of the DARTS space has 60: 8 edges with 6 other operations, and 2 edges with 0, 1, 2
  /// and 3 other sources at its four nodes.
  public func neighbours(operations: [String]) -> [CellGenotype] {
    var result: [CellGenotype] = []
    for (index, edges) in nodes.enumerated() {
      let used = Set(edges.map { $0.source })
      for (place, edge) in edges.enumerated() {
        for operation in operations where operation != edge.operation {
          var cell = self
          cell.nodes[index][place].operation = operation
          result.append(cell)
        }
        for source in 0..<index + inputs where !used.contains(source) {
          var cell = self
          cell.nodes[index][place].source = source
          result.append(cell)
        }
      }
    }
    return result
  }
}

extension Genotype {
  /// The genotypes one change away, those of the normal cell first; 120 in the DARTS space.
  public func neighbours(operations: [String]) -> [Genotype] {
    CellKind.allCases.flatMap { kind in
      self[kind].neighbours(operations: operations).map { cell in
        var genotype = self
        genotype[kind] = cell
        return genotype
      }
    }
  }
}
