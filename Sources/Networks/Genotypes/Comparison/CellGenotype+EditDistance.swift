extension CellGenotype {
  /// The fewest changes that turn one cell into the other, nodes keeping their numbers: replacing
  /// the operation or the source of an edge, adding or removing an edge, a node without edges, or a
  /// node of the concatenation counts one each.
  public func editDistance(to other: CellGenotype) -> Int {
    let shared = max(nodes.count, other.nodes.count)
    let edges = (0..<shared).map { index in
      Self.distance(
        index < nodes.count ? nodes[index] : [],
        index < other.nodes.count ? other.nodes[index] : []
      )
    }
    return edges.reduce(0, +) + abs(nodes.count - other.nodes.count)
      + Set(concat).symmetricDifference(other.concat).count
  }

  /// The smallest edit distance over all numberings of this cell's nodes; 0 for isomorphic cells.
  ///
  /// Tries every order of the nodes that keeps sources first: 24 at most for four nodes.
  public func relabelledEditDistance(to other: CellGenotype) -> Int {
    relabellings.map { $0.editDistance(to: other) }.min() ?? editDistance(to: other)
  }

  /// Equal edges cost nothing, pairs with the same operation or source one, others are removed and
  /// added.
  ///
  /// Matching equal edges first loses nothing: undoing such a match frees two edges
  /// that save at most one change each.
  private static func distance(_ one: [GenotypeEdge], _ other: [GenotypeEdge]) -> Int {
    var left = one
    var right = other
    for edge in one {
      if let match = right.firstIndex(of: edge), let own = left.firstIndex(of: edge) {
        right.remove(at: match)
        left.remove(at: own)
      }
    }
    var partner: [Int?] = Array(repeating: nil, count: right.count)
    var matched = 0
    for index in left.indices {
      var visited: Set<Int> = []
      if augment(index, left, right, &partner, &visited) { matched += 1 }
    }
    return left.count + right.count - matched
  }

  /// One step of Kuhn's maximum bipartite matching.
  private static func augment(
    _ index: Int,
    _ left: [GenotypeEdge],
    _ right: [GenotypeEdge],
    _ partner: inout [Int?],
    _ visited: inout Set<Int>
  ) -> Bool {
    for candidate in right.indices {
      let isNear =
        left[index].operation == right[candidate].operation
        || left[index].source == right[candidate].source
      guard isNear, visited.insert(candidate).inserted else { continue }
      let holder = partner[candidate]
      if holder == nil
        || holder.map({ augment($0, left, right, &partner, &visited) }) == true
      {
        partner[candidate] = index
        return true
      }
    }
    return false
  }
}

extension Genotype {
  /// The edit distances of both cells, added.
  public func editDistance(to other: Genotype) -> Int {
    normal.editDistance(to: other.normal) + reduce.editDistance(to: other.reduce)
  }

  /// The edit distances of both cells over all numberings of their nodes, added.
  public func relabelledEditDistance(to other: Genotype) -> Int {
    normal.relabelledEditDistance(to: other.normal)
      + reduce.relabelledEditDistance(to: other.reduce)
  }
}
