import Engine
import Networks
import Testing

/// Sampling, enumeration, canonical form and distances in every space of the catalogue.
@Suite struct SpaceSamplingTests {
  private static let ids = SpaceCatalog.all.map { $0.id }

  private func layout(_ id: String) throws -> (space: any SearchSpace, layout: AlphaLayout) {
    let space = try #require(SpaceCatalog.space(id))
    var shape = space.compactShape
    shape.cells = min(shape.cells, 4)
    return (space, space.layout(shape))
  }

  private func draw(_ number: Int, _ name: String = "test/sampling") -> (Int) -> Int {
    let stream = RandomStream(seed: 11, name: name)
    var index: UInt64 = 0
    return { bound in
      defer { index += 1 }
      return stream.integer(below: bound, step: UInt64(number), index: index)
    }
  }

  /// The share of all architectures that keep an operation of a row into a node.
  private func share(_ row: AlphaRow, of node: AlphaNode, in layout: AlphaLayout) -> Double {
    func width(_ row: AlphaRow) -> Int {
      row.operations.filter { $0 != "none" || layout.rule.derivesNone }.count
    }
    if layout.rule.keepsAnySubset {
      let all = node.rows.reduce(0) { $0 + width(layout.rows[$1]) }
      return Double(1 << (all - 1)) / Double(1 << all - 1)
    }
    let kept = min(layout.rule.edgesPerNode ?? node.rows.count, node.rows.count)
    return Double(kept) / Double(node.rows.count) / Double(width(row))
  }

  @Test("every operation of every row is drawn as often as it occurs in the space", arguments: ids)
  func unbiased(_ id: String) throws {
    let (_, layout) = try layout(id)
    let draws = 800
    var counts = [Int](repeating: 0, count: layout.count)
    for number in 0..<draws {
      for choice in layout.randomChoices(draw(number)) { counts[layout.index(choice)] += 1 }
    }
    for node in layout.nodes {
      for row in node.rows.map({ layout.rows[$0] }) {
        for (place, operation) in row.operations.enumerated() {
          let found = Double(counts[row.offset + place])
          if operation == "none" && !layout.rule.derivesNone {
            #expect(found == 0, "\(row.id), none")
            continue
          }
          let expected = share(row, of: node, in: layout)
          // Five binomial deviations; one of some hundred rows beyond them has a chance below 1e-3.
          let deviation = (Double(draws) * expected * (1 - expected)).squareRoot()
          #expect(
            abs(found - Double(draws) * expected) < 5 * deviation,
            "\(row.id), \(operation): \(found) of \(Double(draws) * expected)"
          )
        }
      }
    }
  }

  @Test("numbers of architectures give different ones, each a member of its space", arguments: ids)
  func enumerated(_ id: String) throws {
    let (space, layout) = try layout(id)
    let total = layout.architectureCount.int ?? Int.max
    let pick = draw(0, "test/numbers")
    let numbers = Set(
      (0..<200).map { _ in pick(min(total, 1 << 40)) } + [0, min(total, 1 << 40) - 1]
    )
    var seen: Set<[Bool]> = []
    for number in numbers.sorted() {
      let choices = layout.choices(at: number)
      seen.insert(layout.mask(choices))
      let again = try space.choices(of: space.architecture(choices, in: layout), in: layout)
      #expect(layout.mask(again) == layout.mask(choices))
    }
    #expect(seen.count == numbers.count)
  }

  @Test("the 15,625 cells of NAS-Bench-201 are enumerated, each once, in the order of their index")
  func nasBench() throws {
    let (space, layout) = try layout("nasbench201")
    for index in stride(from: 0, to: NASBench201Cell.count, by: 7) {
      #expect(
        space.architecture(layout.choices(at: index), in: layout)
          == .nasBench201(NASBench201Cell(index: index))
      )
    }
    #expect(layout.architectureCount.int == NASBench201Cell.count)
  }

  /// The same cell with its nodes in another order, sources still first.
  private func renumbered(_ cell: CellGenotype, _ draw: (Int) -> Int) -> CellGenotype {
    var order: [Int] = []
    while order.count < cell.nodes.count {
      let ready = cell.nodes.indices.filter { index in
        !order.contains(index)
          && cell.nodes[index].allSatisfy {
            $0.source < cell.inputs || order.contains($0.source - cell.inputs)
          }
      }
      order.append(ready[draw(ready.count)])
    }
    func moved(_ node: Int) -> Int {
      node < cell.inputs ? node : (order.firstIndex(of: node - cell.inputs) ?? 0) + cell.inputs
    }
    return CellGenotype(
      nodes: order.map { old in
        cell.nodes[old].map {
          GenotypeEdge(operation: $0.operation, source: moved($0.source))
        }.reversed()
      },
      concat: cell.concat.map(moved).reversed(),
      inputs: cell.inputs
    )
  }

  private func renumbered(
    _ architecture: DescribedArchitecture,
    _ draw: (Int) -> Int
  ) -> DescribedArchitecture {
    switch architecture {
    case .genotype(let genotype):
      return .genotype(
        Genotype(
          normal: renumbered(genotype.normal, draw),
          reduce: renumbered(genotype.reduce, draw)
        )
      )
    case .cells(let cells): return .cells(cells.map { renumbered($0, draw) })
    // The middle nodes change places where neither reads the other.
    case .nasBench201(var cell):
      if cell[2] == .none {
        (cell[0], cell[1]) = (cell[1], cell[0])
        (cell[4], cell[5]) = (cell[5], cell[4])
      }
      return .nasBench201(cell)
    // A chain has one order only.
    case .blocks: return architecture
    }
  }

  @Test("isomorphic architectures have one canonical form, others another", arguments: ids)
  func canonical(_ id: String) throws {
    let (space, layout) = try layout(id)
    var renamed = 0
    for number in 0..<25 {
      let choices = layout.randomChoices(draw(number, "test/canonical"))
      let own = space.architecture(choices, in: layout)
      let other = renumbered(own, draw(number, "test/order"))
      renamed += own == other ? 0 : 1
      #expect(own.canonical == other.canonical)
      #expect(own.isIsomorphic(to: other) && other.isIsomorphic(to: own))
      // Another operation somewhere cannot be undone by numbering.
      guard let near = layout.neighbours(of: choices).first else { continue }
      let changed = space.architecture(near, in: layout)
      if case .nasBench201 = own { continue }
      #expect(!own.isIsomorphic(to: changed))
    }
    #expect(renamed > 0 || id == "mobilenet")
  }

  @Test("edit distances are a metric and grow by at most one a change", arguments: ids)
  func distances(_ id: String) throws {
    let (space, layout) = try layout(id)
    func random(_ number: Int) -> DescribedArchitecture {
      space.architecture(layout.randomChoices(draw(number, "test/distance")), in: layout)
    }
    func distance(_ one: DescribedArchitecture, _ two: DescribedArchitecture) throws -> Int {
      try #require(one.editDistance(to: two))
    }
    for number in 0..<15 {
      let (one, two, three) = (random(3 * number), random(3 * number + 1), random(3 * number + 2))
      #expect(try distance(one, one) == 0)
      #expect(try distance(one, two) == distance(two, one))
      #expect(try distance(one, three) <= distance(one, two) + distance(two, three))
      #expect(try (distance(one, two) == 0) == (one.canonicalOrder == two.canonicalOrder))
    }
    var choices = layout.randomChoices(draw(99, "test/walk"))
    let start = space.architecture(choices, in: layout)
    let pick = draw(0, "test/steps")
    for step in 1...6 {
      let near = layout.neighbours(of: choices)
      choices = near[pick(near.count)]
      let now = space.architecture(choices, in: layout)
      // In S1 an edge may move to one that lacks its operation, which changes both.
      #expect(try distance(start, now) <= (id == "s1" ? 2 : 1) * step)
    }
  }

  @Test(
    "neighbours are as many as can be counted by hand",
    arguments: [
      // Six edges with four other operations.
      ("nasbench201", 24),
      // Two cells: eight edges with six other operations, and 2 x (0 + 1 + 2 + 3) other sources.
      ("darts", 2 * (8 * 6 + 12)),
      ("s2", 2 * (8 * 1 + 12)), ("s3", 2 * (8 * 1 + 12)), ("s4", 2 * (8 * 1 + 12)),
    ]
  )
  func neighbourCounts(_ id: String, _ expected: Int) throws {
    let (_, layout) = try layout(id)
    for number in 0..<5 {
      let near = layout.neighbours(of: layout.randomChoices(draw(number, "test/near")))
      #expect(near.count == expected)
      #expect(Set(near.map { layout.mask($0) }).count == expected)
    }
  }
}

extension DescribedArchitecture {
  /// The architecture with the edges of every node in order, nodes keeping their numbers.
  fileprivate var canonicalOrder: DescribedArchitecture {
    func sorted(_ cell: CellGenotype) -> CellGenotype {
      CellGenotype(
        nodes: cell.nodes.map { $0.sorted() },
        concat: cell.concat.sorted(),
        inputs: cell.inputs
      )
    }
    return switch self {
    case .genotype(let genotype):
      .genotype(Genotype(normal: sorted(genotype.normal), reduce: sorted(genotype.reduce)))
    case .cells(let cells): .cells(cells.map(sorted))
    case .nasBench201, .blocks: self
    }
  }
}
