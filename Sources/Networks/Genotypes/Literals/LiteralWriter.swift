/// Writes the parts of a genotype as Python's `repr` does.
enum LiteralWriter {
  /// `[2, 3, 4, 5]`.
  static func list(_ items: [Int]) -> String {
    "[" + items.map { String($0) }.joined(separator: ", ") + "]"
  }

  /// `range(2, 6)` for consecutive nodes, a list otherwise.
  static func concat(_ nodes: [Int]) -> String {
    guard let first = nodes.first, nodes == Array(first..<first + nodes.count) else {
      return list(nodes)
    }
    return "range(\(first), \(first + nodes.count))"
  }

  /// `('sep_conv_3x3', 1)`.
  static func pair(_ edge: GenotypeEdge) -> String {
    "('\(edge.operation)', \(edge.source))"
  }

  /// `['a', 'b']` of parts that are written already.
  static func list(_ parts: [String]) -> String {
    "[" + parts.joined(separator: ", ") + "]"
  }

  /// All edges as triples; the target comes last or in the middle.
  static func triples(_ cell: CellGenotype, targetLast: Bool) -> String {
    list(
      cell.nodes.enumerated().flatMap { index, edges in
        edges.map { edge in
          let ends =
            targetLast ? (edge.source, index + cell.inputs) : (index + cell.inputs, edge.source)
          return "('\(edge.operation)', \(ends.0), \(ends.1))"
        }
      }
    )
  }
}
