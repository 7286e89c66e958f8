/// The architectures of a layout as numbers: a product of independent choices, one a node.
extension AlphaLayout {
  /// The operations a row may derive.
  func derivable(_ row: Int) -> [Int] {
    let names = rows[row].operations
    return names.indices.filter { names[$0] != "none" || rule.derivesNone }
  }

  /// The sets of rows a node may keep, in lexicographic order; nil where it keeps any subset of
  /// operations.
  private func sets(_ node: AlphaNode) -> [[Int]] {
    let usable = node.rows.filter { !derivable($0).isEmpty }
    return Self.subsets(usable, of: min(rule.edgesPerNode ?? usable.count, usable.count))
  }

  private static func subsets(_ items: [Int], of size: Int) -> [[Int]] {
    if size == 0 { return [[]] }
    return items.indices.flatMap { first in
      subsets(Array(items[(first + 1)...]), of: size - 1).map { [items[first]] + $0 }
    }
  }

  /// The number of choices at a node.
  ///
  /// - Precondition: it fits in an Int: 62 operations where any subset may be kept.
  func count(_ node: AlphaNode) -> Int {
    if rule.keepsAnySubset {
      let all = node.rows.reduce(0) { $0 + derivable($1).count }
      precondition(all < 63, "\(all) operations lead into one node; at most 62 can be counted")
      // Not the empty set: every node has an input.
      return 1 << all - 1
    }
    return sets(node).reduce(0) { $0 + $1.reduce(1) { $0 * derivable($1).count } }
  }

  /// The number of architectures, isomorphic ones counted apart.
  public var architectureCount: WholeNumber {
    nodes.reduce(WholeNumber(1)) { $0 * WholeNumber(count($1)) }
  }

  /// The choice with a number at a node.
  private func choices(_ node: AlphaNode, at index: Int) -> [AlphaChoice] {
    if rule.keepsAnySubset {
      let all = node.rows.flatMap { row in
        derivable(row).map { AlphaChoice(row: row, operation: $0) }
      }
      return all.enumerated().filter { (index + 1) >> $0.offset & 1 == 1 }.map { $0.element }
    }
    var rest = index
    for set in sets(node) {
      let size = set.reduce(1) { $0 * derivable($1).count }
      if rest >= size {
        rest -= size
        continue
      }
      var result: [AlphaChoice] = []
      for row in set.reversed() {
        let options = derivable(row)
        result.append(AlphaChoice(row: row, operation: options[rest % options.count]))
        rest /= options.count
      }
      return result.reversed()
    }
    preconditionFailure("node \(node.target) of \(node.group) has no choice \(index)")
  }

  /// The architecture with a number; the first node counts most.
  ///
  /// - Precondition: `index` is below `architectureCount`.
  public func choices(at index: Int) -> [AlphaChoice] {
    var rest = index
    var parts: [[AlphaChoice]] = []
    for node in nodes.reversed() {
      let (above, own) = rest.quotientAndRemainder(dividingBy: count(node))
      parts.append(choices(node, at: own))
      rest = above
    }
    precondition(rest == 0 && index >= 0, "there is no architecture \(index)")
    return Array(parts.reversed().joined())
  }

  /// An architecture drawn uniformly; `draw(n)` returns a uniform integer from 0 to n - 1.
  public func randomChoices(_ draw: (Int) -> Int) -> [AlphaChoice] {
    nodes.flatMap { choices($0, at: GenotypeSpace.checked(draw, count($0))) }
  }

  /// The architectures one change away, by node: another operation on an edge; another edge with the
  /// same operation or, where it has not got that, each of its own; where any subset may be kept,
  /// one operation more or less.
  public func neighbours(of choices: [AlphaChoice]) -> [[AlphaChoice]] {
    nodes.flatMap { node -> [[AlphaChoice]] in
      let places = choices.indices.filter { node.rows.contains(choices[$0].row) }
      if rule.keepsAnySubset { return toggled(node, choices, places.count) }
      let used = places.map { choices[$0].row }
      return places.flatMap { place -> [[AlphaChoice]] in
        let own = choices[place]
        func replaced(_ choice: AlphaChoice) -> [AlphaChoice] {
          var result = choices
          result[place] = choice
          return result
        }
        let others = derivable(own.row).filter { $0 != own.operation }
          .map { replaced(AlphaChoice(row: own.row, operation: $0)) }
        let moved = node.rows.filter { !used.contains($0) }.flatMap { row in
          let options = derivable(row)
          let same = options.filter { rows[row].operations[$0] == operation(own) }
          return (same.isEmpty ? options : same).map {
            replaced(AlphaChoice(row: row, operation: $0))
          }
        }
        return others + moved
      }
    }
  }

  private func toggled(
    _ node: AlphaNode,
    _ choices: [AlphaChoice],
    _ count: Int
  ) -> [[AlphaChoice]] {
    node.rows.flatMap { row in
      derivable(row).compactMap { operation -> [AlphaChoice]? in
        let choice = AlphaChoice(row: row, operation: operation)
        guard choices.contains(choice) else { return choices + [choice] }
        return count == 1 ? nil : choices.filter { $0 != choice }
      }
    }
  }
}
