import Engine
import Networks

/// Architectures drawn uniformly from what a derivation of the space can give.
enum RandomArchitecture {
  /// As many random different edges per node as the space keeps, each with a random live operation other
  /// than `none` (RandomNAS: Li, Talwalkar, UAI 2019, section 3.1); every edge, `none` among the
  /// operations, where the space says so; where edges may keep any subset, a random subset, not empty,
  /// of the live operations into a node.
  ///
  /// - Parameter draw: a uniform integer below a bound, by the number of the draw.
  static func choices(
    _ layout: AlphaLayout,
    alive: [Bool],
    draw: (_ bound: Int, _ number: Int) -> Int
  ) -> [AlphaChoice] {
    var number = 0
    func next(_ bound: Int) -> Int {
      defer { number += 1 }
      return draw(bound, number)
    }
    func operation(_ row: Int) -> AlphaChoice? {
      let place = layout.rows[row]
      let open = place.range.filter {
        alive[$0] && (layout.rule.derivesNone || place.operations[$0 - place.offset] != "none")
      }
      if open.isEmpty { return nil }
      return AlphaChoice(row: row, operation: open[next(open.count)] - place.offset)
    }
    return layout.nodes.flatMap { node -> [AlphaChoice] in
      if layout.rule.keepsAnySubset { return subset(node, layout, alive, next) }
      var rows = node.rows
      if let limit = layout.rule.edgesPerNode {
        while rows.count > limit { rows.remove(at: next(rows.count)) }
      }
      return rows.compactMap { operation($0) }
    }
  }

  /// Every subset but the empty one with the same probability: one coin an operation, thrown anew while
  /// all say no.
  private static func subset(
    _ node: AlphaNode,
    _ layout: AlphaLayout,
    _ alive: [Bool],
    _ next: (Int) -> Int
  ) -> [AlphaChoice] {
    let open = node.rows.flatMap { row in
      layout.rows[row].operations.indices.map { AlphaChoice(row: row, operation: $0) }
    }.filter { choice in
      alive[layout.index(choice)]
        && (layout.rule.derivesNone || layout.operation(choice) != "none")
    }
    if open.isEmpty { return [] }
    while true {
      let kept = open.filter { _ in next(2) == 1 }
      if !kept.isEmpty { return kept }
    }
  }
}
