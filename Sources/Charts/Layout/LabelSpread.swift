/// Moves labels along one direction until none overlap, as little as possible.
enum LabelSpread {
  /// Positions near `wanted` with at least `spacing` between neighbours inside `range`.
  ///
  /// Labels in conflict are merged into blocks that centre on the mean of their wishes (the
  /// pool-adjacent-violators solution of the least-squares problem).
  ///
  /// - Returns: nil when the labels do not fit into the range at all.
  static func spread(
    _ wanted: [Double],
    spacing: Double,
    in range: ClosedRange<Double>
  ) -> [Double]? {
    let count = wanted.count
    guard count > 0 else { return [] }
    guard Double(count - 1) * spacing <= range.upperBound - range.lowerBound else { return nil }
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    // With the spacing taken out, "apart by spacing" becomes "not decreasing".
    var blocks: [(sum: Double, count: Int)] = []
    for (rank, index) in order.enumerated() {
      blocks.append((wanted[index] - Double(rank) * spacing, 1))
      while blocks.count > 1 {
        let last = blocks[blocks.count - 1]
        let before = blocks[blocks.count - 2]
        if before.sum / Double(before.count) <= last.sum / Double(last.count) { break }
        blocks.removeLast(2)
        blocks.append((before.sum + last.sum, before.count + last.count))
      }
    }
    let upper = range.upperBound - Double(count - 1) * spacing
    var positions = [Double](repeating: 0, count: count)
    var rank = 0
    for block in blocks {
      let value = min(upper, max(range.lowerBound, block.sum / Double(block.count)))
      for _ in 0..<block.count {
        positions[order[rank]] = value + Double(rank) * spacing
        rank += 1
      }
    }
    return positions
  }

  /// Middles near `wanted` of items kept in their order, each `heights` high, inside `range`.
  ///
  /// Items too high for the range altogether are squeezed evenly.
  static func stack(
    _ wanted: [Double],
    heights: [Double],
    in range: ClosedRange<Double>
  ) -> [Double] {
    let room = range.upperBound - range.lowerBound
    let total = heights.reduce(0, +)
    let factor = total > room ? room / total : 1
    var offsets: [Double] = []
    var pen = 0.0
    for height in heights {
      offsets.append(pen + height * factor / 2)
      pen += height * factor
    }
    var blocks: [(sum: Double, count: Int)] = []
    for (value, offset) in zip(wanted, offsets) {
      blocks.append((value - offset, 1))
      while blocks.count > 1 {
        let last = blocks[blocks.count - 1]
        let previous = blocks[blocks.count - 2]
        if previous.sum / Double(previous.count) <= last.sum / Double(last.count) { break }
        blocks.removeLast(2)
        blocks.append((previous.sum + last.sum, previous.count + last.count))
      }
    }
    let highest = range.lowerBound + room - pen
    let tops = blocks.flatMap { block in
      Array(
        repeating: min(highest, max(range.lowerBound, block.sum / Double(block.count))),
        count: block.count
      )
    }
    return zip(tops, offsets).map { $0 + $1 }
  }
}
