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
      let kept = layout.nodes.flatMap { node -> [Int] in
        var rows = node.rows
        var chosen: [Int] = []
        for _ in 0..<min(layout.rule.edgesPerNode ?? rows.count, rows.count) {
          chosen.append(rows.remove(at: next(below: rows.count)))
        }
        return chosen.sorted()
      }
      var share: Double?
      if isStratified { share = count > 1 ? Double(number) / Double(count - 1) : 0.5 }
      let free = Self.freeEdges(kept.count, share: share, next)
      let choices = kept.enumerated().map { place, row in
        let names = layout.rows[row].operations
        let allowed = names.indices.filter { names[$0] != "none" || layout.rule.derivesNone }
        let wanted = allowed.filter { index in
          free.map { isParameterFree(names[index]) == $0[place] } ?? true
        }
        // A row may have operations of one sort only.
        let pool = wanted.isEmpty ? allowed : wanted
        return AlphaChoice(row: row, operation: pool[next(below: pool.count)])
      }
      architectures.append(choices)
      let freeCount = choices.filter { isParameterFree(layout.operation($0)) }.count
      shares.append(Double(freeCount) / Double(max(1, choices.count)))
    }
    self.architectures = architectures
    parameterFree = shares
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
