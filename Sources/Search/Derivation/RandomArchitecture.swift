import Engine
import Networks

/// Architectures drawn uniformly from what a derivation of the space can give.
enum RandomArchitecture {
  /// As many random different edges per node as the space keeps, each with a random live operation other
  /// than `none` (RandomNAS: Li, Talwalkar, UAI 2019, section 3.1); every edge, `none` among the
  /// operations, where the space says so.
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
      var rows = node.rows
      if let limit = layout.rule.edgesPerNode {
        while rows.count > limit { rows.remove(at: next(rows.count)) }
      }
      return rows.compactMap { operation($0) }
    }
  }
}
