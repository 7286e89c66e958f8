import Engine
public import Networks

/// Architectures drawn from a space, each node keeping as many edges as the space says.
public struct ArchitectureSample: Sendable, Hashable {
  /// The choices of each architecture, in the order they were drawn; repetitions are possible.
  public let architectures: [[AlphaChoice]]
  /// The share of parameter-free operations among the choices of each, 0...1.
  public let parameterFree: [Double]

  /// Draws architectures.
  ///
  /// - Parameters:
  ///   - isStratified: whether the share of parameter-free operations goes in equal steps from none to
  ///     all; otherwise edges and operations are uniform.
  public init(_ layout: AlphaLayout, count: Int, seed: UInt64, isStratified: Bool = true) {
    let stream = RandomStream(seed: seed, name: "ranking/architectures")
    var (architectures, shares): ([[AlphaChoice]], [Double]) = ([], [])
    for number in 0..<count {
      var draw = UInt64(0)
      func next(below bound: Int) -> Int {
        defer { draw += 1 }
        return stream.integer(below: bound, step: UInt64(number), index: draw)
      }
      var share: Double?
      if isStratified { share = count > 1 ? Double(number) / Double(count - 1) : 0.5 }
      let choices =
        layout.rule.keepsAnySubset
        ? Self.subsets(layout, share: share, next) : Self.edges(layout, share: share, next)
      architectures.append(choices)
      let freeCount = choices.filter { isParameterFree(layout.operation($0)) }.count
      shares.append(Double(freeCount) / Double(max(1, choices.count)))
    }
    self.architectures = architectures
    parameterFree = shares
  }

  /// One operation on each kept edge.
  private static func edges(
    _ layout: AlphaLayout,
    share: Double?,
    _ next: (Int) -> Int
  ) -> [AlphaChoice] {
    let kept = layout.nodes.flatMap { node -> [Int] in
      var rows = node.rows
      var chosen: [Int] = []
      for _ in 0..<min(layout.rule.edgesPerNode ?? rows.count, rows.count) {
        chosen.append(rows.remove(at: next(rows.count)))
      }
      return chosen.sorted()
    }
    let free = freeEdges(kept.count, share: share, next)
    return kept.enumerated().map { place, row in
      let names = layout.rows[row].operations
      let allowed = names.indices.filter { names[$0] != "none" || layout.rule.derivesNone }
      let wanted = allowed.filter { index in
        free.map { isParameterFree(names[index]) == $0[place] } ?? true
      }
      // A row may have operations of one sort only.
      let pool = wanted.isEmpty ? allowed : wanted
      return AlphaChoice(row: row, operation: pool[next(pool.count)])
    }
  }

  /// Any operations of a node: as many as a uniform draw keeps, of the sorts that the share asks for
  /// as far as the node has them.
  private static func subsets(
    _ layout: AlphaLayout,
    share: Double?,
    _ next: (Int) -> Int
  ) -> [AlphaChoice] {
    let drawn = layout.randomChoices(next)
    guard let free = freeEdges(drawn.count, share: share, next) else { return drawn }
    var place = 0
    return layout.nodes.flatMap { node -> [AlphaChoice] in
      let all = node.rows.flatMap { row in
        layout.rows[row].operations.indices.map { AlphaChoice(row: row, operation: $0) }
      }.filter { layout.operation($0) != "none" || layout.rule.derivesNone }
      var pools = [false, true].map { sort in
        all.filter { isParameterFree(layout.operation($0)) == sort }
      }
      let size = drawn.count { node.rows.contains($0.row) }
      let chosen = free[place..<(place + size)].map { isFree -> AlphaChoice in
        let wanted = isFree ? 1 : 0
        let sort = pools[wanted].isEmpty ? 1 - wanted : wanted
        return pools[sort].remove(at: next(pools[sort].count))
      }
      place += size
      return chosen.sorted { ($0.row, $0.operation) < ($1.row, $1.operation) }
    }
  }

  /// Which kept edges carry a parameter-free operation, at random places; nil to leave it to chance.
  private static func freeEdges(
    _ count: Int,
    share: Double?,
    _ next: (Int) -> Int
  ) -> [Bool]? {
    guard let share else { return nil }
    var places = Array(0..<count)
    var free = [Bool](repeating: false, count: count)
    for _ in 0..<Int((share * Double(count)).rounded()) {
      free[places.remove(at: next(places.count))] = true
    }
    return free
  }
}
