import Engine
public import Networks

/// Architectures drawn from a space, each node keeping as many edges as the space says.
public struct ArchitectureSample: Sendable, Hashable {
  /// The architectures, in the order they were drawn; repetitions are possible.
  public let genotypes: [Genotype]
  /// The share of parameter-free operations among the kept edges of each, 0...1.
  public let parameterFree: [Double]

  /// Draws architectures.
  ///
  /// - Parameters:
  ///   - isStratified: whether the share of parameter-free operations goes in equal steps from none to
  ///     all; otherwise edges and operations are uniform.
  public init(_ space: CellSpace, count: Int, seed: UInt64, isStratified: Bool = true) {
    let stream = RandomStream(seed: seed, name: "ranking/architectures")
    let layout = space.layout
    var (genotypes, shares): ([Genotype], [Double]) = ([], [])
    for number in 0..<count {
      var draw = UInt64(0)
      func next(below bound: Int) -> Int {
        defer { draw += 1 }
        return stream.integer(below: bound, step: UInt64(number), index: draw)
      }
      let kept = layout.nodes.flatMap { node -> [AlphaRow] in
        var rows = node.rows.map { layout.rows[$0] }
        var chosen: [AlphaRow] = []
        for _ in 0..<min(layout.rule.edgesPerNode ?? rows.count, rows.count) {
          chosen.append(rows.remove(at: next(below: rows.count)))
        }
        return chosen.sorted { $0.source < $1.source }
      }
      let free = Self.freeEdges(
        kept,
        share: isStratified ? (count > 1 ? Double(number) / Double(count - 1) : 0.5) : nil,
        next
      )
      var cells: [CellKind: [[GenotypeEdge]]] = [:]
      var freeCount = 0
      for (index, row) in kept.enumerated() {
        let names = row.operations.filter { name in
          name != "none" && (free.map { isParameterFree(name) == $0[index] } ?? true)
        }
        let choices = names.isEmpty ? row.operations.filter { $0 != "none" } : names
        let operation = choices[next(below: choices.count)]
        if isParameterFree(operation) { freeCount += 1 }
        var nodes = cells[row.kind] ?? []
        while nodes.count <= row.target - 2 { nodes.append([]) }
        nodes[row.target - 2].append(GenotypeEdge(operation: operation, source: row.source))
        cells[row.kind] = nodes
      }
      let normal = CellGenotype(nodes: cells[.normal] ?? [])
      genotypes.append(
        Genotype(
          normal: normal,
          reduce: cells[.reduce].map { CellGenotype(nodes: $0) } ?? normal
        )
      )
      shares.append(Double(freeCount) / Double(max(1, kept.count)))
    }
    self.genotypes = genotypes
    parameterFree = shares
  }

  /// Which kept edges carry a parameter-free operation, at random places; nil to leave it to chance.
  private static func freeEdges(
    _ kept: [AlphaRow],
    share: Double?,
    _ next: (Int) -> Int
  ) -> [Bool]? {
    guard let share else { return nil }
    var places = Array(kept.indices)
    var free = [Bool](repeating: false, count: kept.count)
    for _ in 0..<Int((share * Double(kept.count)).rounded()) {
      free[places.remove(at: next(places.count))] = true
    }
    return free
  }
}
