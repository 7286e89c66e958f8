extension DescribedArchitecture {
  /// The same architecture with everything removed that does not matter: the numbering of nodes, the
  /// order of edges, identities of NAS-Bench-201.
  public var canonical: DescribedArchitecture {
    switch self {
    case .genotype(let genotype): .genotype(genotype.canonical)
    case .cells(let cells): .cells(cells.map { $0.canonical })
    case .nasBench201(let cell): .nasBench201(cell.canonical)
    case .blocks: self
    }
  }

  /// Whether both have the same canonical form.
  public func isIsomorphic(to other: DescribedArchitecture) -> Bool {
    canonical == other.canonical
  }

  /// The fewest changes that turn one into the other, nodes keeping their numbers; nil between
  /// spaces that cannot be compared.
  public func editDistance(to other: DescribedArchitecture) -> Int? {
    switch (self, other) {
    case (.genotype(let one), .genotype(let two)): one.editDistance(to: two)
    case (.cells(let one), .cells(let two)) where one.count == two.count:
      zip(one, two).reduce(0) { $0 + $1.0.editDistance(to: $1.1) }
    case (.nasBench201(let one), .nasBench201(let two)): one.editDistance(to: two)
    case (.blocks(let one), .blocks(let two)) where one.count == two.count:
      zip(one, two).filter { $0 != $1 }.count
    default: nil
    }
  }
}
