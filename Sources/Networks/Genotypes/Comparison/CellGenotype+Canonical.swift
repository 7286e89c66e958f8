extension CellGenotype {
  /// The smallest cell among those that differ from this one in the numbering of intermediate nodes
  /// and in the order of edges and of concatenated nodes.
  ///
  /// Nodes are placed one at a time: of the nodes whose sources all have numbers, the one with the
  /// smallest edges; equal ones are all tried. Edges are compared by source, then operation; a node
  /// that is concatenated comes before one that is not. The order of the concatenated channels is
  /// thereby ignored, which permutes what later cells read but not what they can compute.
  ///
  /// - Precondition: edges come from earlier nodes; `validate` checks it.
  public var canonical: CellGenotype {
    let best = relabellings(onlySmallest: true).min { $0.isSmaller(than: $1) }
    return best ?? self
  }

  /// Whether renumbering intermediate nodes turns one cell into the other.
  public func isIsomorphic(to other: CellGenotype) -> Bool {
    canonical == other.canonical
  }

  /// The cell under every numbering in which sources come first; edges and concatenation sorted.
  var relabellings: [CellGenotype] { relabellings(onlySmallest: false) }

  /// - Parameter onlySmallest: continue only from the smallest node at every place.
  private func relabellings(onlySmallest: Bool) -> [CellGenotype] {
    for (index, edges) in nodes.enumerated() {
      for edge in edges {
        precondition(
          (0..<index + inputs).contains(edge.source),
          "node \(index + inputs) reads node \(edge.source), which does not come before it"
        )
      }
    }
    var results: [CellGenotype] = []
    extend([], onlySmallest: onlySmallest, into: &results)
    return results
  }

  /// Continues a numbering; `order` holds the old indices of the nodes placed so far.
  private func extend(_ order: [Int], onlySmallest: Bool, into results: inout [CellGenotype]) {
    var numbers: [Int: Int] = [:]
    for input in 0..<inputs { numbers[input] = input }
    for (number, old) in order.enumerated() { numbers[old + inputs] = number + inputs }
    if order.count == nodes.count {
      results.append(
        CellGenotype(
          nodes: order.map { relabelled($0, numbers) },
          concat: concat.compactMap { numbers[$0] }.sorted(),
          inputs: inputs
        )
      )
      return
    }
    let ready = nodes.indices.filter { index in
      numbers[index + inputs] == nil && nodes[index].allSatisfy { numbers[$0.source] != nil }
    }
    var candidates = ready
    if onlySmallest {
      let keys = ready.map { (index: $0, key: key($0, numbers)) }
      let least = keys.map { $0.key }.min { $0.lexicographicallyPrecedes($1) }
      candidates = keys.filter { $0.key == least }.map { $0.index }
    }
    for index in candidates {
      extend(order + [index], onlySmallest: onlySmallest, into: &results)
    }
  }

  private func relabelled(_ index: Int, _ numbers: [Int: Int]) -> [GenotypeEdge] {
    nodes[index].map {
      GenotypeEdge(operation: $0.operation, source: numbers[$0.source] ?? $0.source)
    }.sorted()
  }

  /// The node's edges with whether it is concatenated in front, as an edge for comparison.
  private func key(_ index: Int, _ numbers: [Int: Int]) -> [GenotypeEdge] {
    let mark = GenotypeEdge(operation: "", source: concat.contains(index + inputs) ? 0 : 1)
    return [mark] + relabelled(index, numbers)
  }

  private func isSmaller(than other: CellGenotype) -> Bool {
    for (index, (one, two)) in zip(nodes, other.nodes).enumerated() {
      let isIn = concat.contains(index + inputs)
      if isIn != other.concat.contains(index + inputs) { return isIn }
      if one != two { return one.lexicographicallyPrecedes(two) }
    }
    return false
  }
}

extension Genotype {
  /// Both cells in canonical form.
  public var canonical: Genotype {
    Genotype(normal: normal.canonical, reduce: reduce.canonical)
  }

  /// Whether renumbering intermediate nodes turns one genotype into the other.
  public func isIsomorphic(to other: Genotype) -> Bool {
    canonical == other.canonical
  }
}
