/// Items in columns, joined by links between neighbouring columns, arranged so that few links cross.
///
/// Reference: Sugiyama, Tagawa, Toda, "Methods for visual understanding of hierarchical system
/// structures", IEEE Transactions on Systems, Man, and Cybernetics 11 (1981), section IV
/// (barycentric ordering).
struct LayeredOrder {
  /// The items of each column from top to bottom.
  private(set) var columns: [[Int]]
  private let before: [[Int]]
  private let after: [[Int]]

  /// Orders items `0..<heights.count`; each link joins an item of a column to one of the next.
  init(columns: [[Int]], links: [(from: Int, to: Int)], count: Int) {
    self.columns = columns
    var before = [[Int]](repeating: [], count: count)
    var after = before
    for link in links {
      after[link.from].append(link.to)
      before[link.to].append(link.from)
    }
    self.before = before
    self.after = after
    var best = columns
    var fewest = crossings
    for sweep in 0..<16 where fewest > 0 {
      self.sweep(forwards: sweep % 2 == 0)
      let count = crossings
      if count < fewest { (best, fewest) = (self.columns, count) }
    }
    self.columns = best
  }

  /// The number of pairs of links that cross between neighbouring columns.
  var crossings: Int {
    var total = 0
    for (left, right) in zip(columns, columns.dropFirst()) {
      let rank = Dictionary(
        uniqueKeysWithValues: right.enumerated().map { ($1, $0) }
      )
      let ends = left.flatMap { item in after[item].compactMap { rank[$0] }.sorted() }
      for (index, end) in ends.enumerated() {
        for later in ends[(index + 1)...] where later < end { total += 1 }
      }
    }
    return total
  }

  private mutating func sweep(forwards: Bool) {
    let order = forwards ? Array(columns.indices) : columns.indices.reversed()
    for (fixed, moved) in zip(order, order.dropFirst()) {
      let rank = Dictionary(
        uniqueKeysWithValues: columns[fixed].enumerated().map { ($1, Double($0)) }
      )
      let keyed = columns[moved].enumerated().map { place, item in
        let ranks = (forwards ? before[item] : after[item]).compactMap { rank[$0] }
        let mean = ranks.isEmpty ? Double(place) : ranks.reduce(0, +) / Double(ranks.count)
        return (mean, place, item)
      }
      columns[moved] = keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { $0.2 }
    }
  }

  /// The middle of each item, near its neighbours', with `heights` kept apart inside `range`.
  ///
  /// Links between two `straight` items pull harder, so that long edges run level.
  func positions(
    heights: [Double],
    straight: [Bool],
    in range: ClosedRange<Double>
  ) -> [Double] {
    var middle = [Double](
      repeating: (range.lowerBound + range.upperBound) / 2,
      count: heights.count
    )
    // Even spacing is the start that a symmetric graph keeps.
    for column in columns {
      let step = (range.upperBound - range.lowerBound) / Double(max(1, column.count))
      for (place, item) in column.enumerated() {
        middle[item] = range.lowerBound + (Double(place) + 0.5) * step
      }
    }
    for pass in 0..<80 {
      let order = pass % 2 == 0 ? Array(columns.indices) : columns.indices.reversed()
      for index in order {
        let wanted = columns[index].map { item in
          let near = before[item] + after[item]
          if near.isEmpty { return middle[item] }
          let pulls = near.map { straight[item] && straight[$0] ? 8.0 : 1 }
          return zip(near, pulls).reduce(0) { $0 + middle[$1.0] * $1.1 } / pulls.reduce(0, +)
        }
        let placed = LabelSpread.stack(
          wanted,
          heights: columns[index].map { heights[$0] },
          in: range
        )
        for (item, value) in zip(columns[index], placed) { middle[item] = value }
      }
    }
    return middle
  }
}
