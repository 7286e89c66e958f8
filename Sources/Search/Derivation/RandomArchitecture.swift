import Engine
import Networks

/// Architectures drawn uniformly from what a derivation of the space can give.
enum RandomArchitecture {
  /// As many random different edges per node as the space keeps, each with a random live operation
  /// (RandomNAS: Li, Talwalkar, UAI 2019, section 3.1).
  ///
  /// Where `none` is allowed it is drawn like the others: an edge that draws it is not there, but the
  /// first edge of a node draws again without it when no other is left. Where the space keeps every
  /// edge, an edge keeps `none` itself.
  ///
  /// - Parameter draw: a uniform integer below a bound, by the number of the draw.
  static func choices(
    _ layout: AlphaLayout,
    alive: [Bool],
    none: NoneRule = .space,
    draw: (_ bound: Int, _ number: Int) -> Int
  ) -> [AlphaChoice] {
    var number = 0
    func next(_ bound: Int) -> Int {
      defer { number += 1 }
      return draw(bound, number)
    }
    func operation(_ row: Int, withNone: Bool) -> AlphaChoice? {
      let place = layout.rows[row]
      let open = place.range.filter {
        alive[$0] && (withNone || place.operations[$0 - place.offset] != "none")
      }
      if open.isEmpty { return nil }
      return AlphaChoice(row: row, operation: open[next(open.count)] - place.offset)
    }
    let allowed = none.allowsNone(in: layout)
    return layout.nodes.flatMap { node -> [AlphaChoice] in
      var rows = node.rows
      guard let limit = layout.rule.edgesPerNode else {
        return rows.compactMap { operation($0, withNone: allowed) }
      }
      while rows.count > limit { rows.remove(at: next(rows.count)) }
      let drawn = rows.compactMap { operation($0, withNone: allowed) }
      let kept = drawn.filter { layout.operation($0) != "none" }
      return kept.isEmpty ? rows.prefix(1).compactMap { operation($0, withNone: false) } : kept
    }
  }
}
