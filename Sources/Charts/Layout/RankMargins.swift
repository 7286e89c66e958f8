/// The ranks of the points of a scatter chart along its top and right sides.
///
/// A line leads from each value at the edge of the plot to its rank further out, where ranks stand
/// at equal distances: crossing-free lines show where values crowd, and the two margins together
/// show which points change places between the axes.
struct RankMargins {
  let frame: (x: Scale, y: Scale)
  let plot: Rect

  /// The space a margin takes.
  static let depth = 26.0
  /// With more points than this only the values are marked.
  private static let limit = 60

  /// Draws both margins.
  func draw(_ groups: [Scatter.Group], _ styles: [SeriesStyle], on canvas: Canvas) {
    let colors = zip(groups, styles).flatMap { group, style in group.x.map { _ in style.color } }
    let across = groups.flatMap(\.x).map(frame.x.position)
    let upwards = groups.flatMap(\.y).map(frame.y.position)
    let shown = across.indices.filter { index in
      guard index < upwards.count, let x = across[index], let y = upwards[index] else {
        return false
      }
      return plot.inset(all: -0.5).contains(Point(x, y))
    }
    let x = shown.compactMap { across[$0] }
    let y = shown.compactMap { upwards[$0] }
    let hues = shown.map { colors[$0] }
    let tops = Self.rankPositions(x, from: plot.left, to: plot.right)
    let rights = Self.rankPositions(y, from: plot.top, to: plot.bottom)
    let isCrowded = shown.count > Self.limit
    var seenX: Set<Int> = []
    var seenY: Set<Int> = []
    for index in shown.indices {
      if seenX.insert(Int(x[index] * 2)).inserted || !isCrowded {
        let base = plot.top - 4
        canvas.line([Point(x[index], base), Point(x[index], base - 5)], hues[index], width: 1.2)
        if !isCrowded {
          let rank = Point(tops[index], base - 14)
          canvas.line(
            [Point(x[index], base - 5), rank, rank + Point(0, -5)],
            hues[index].opacity(0.75),
            width: 1
          )
        }
      }
      if seenY.insert(Int(y[index] * 2)).inserted || !isCrowded {
        let base = plot.right + 4
        canvas.line([Point(base, y[index]), Point(base + 5, y[index])], hues[index], width: 1.2)
        if !isCrowded {
          let rank = Point(base + 14, rights[index])
          canvas.line(
            [Point(base + 5, y[index]), rank, rank + Point(5, 0)],
            hues[index].opacity(0.75),
            width: 1
          )
        }
      }
    }
  }

  /// Where the rank of each value stands when all ranks share `from...to`; ties share their mean.
  static func rankPositions(_ values: [Double], from: Double, to: Double) -> [Double] {
    guard values.count > 1 else { return values }
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var positions = values
    var first = 0
    while first < order.count {
      var last = first
      while last + 1 < order.count, values[order[last + 1]] == values[order[first]] { last += 1 }
      let rank = Double(first + last) / 2
      for place in first...last {
        positions[order[place]] = from + (to - from) * (rank + 0.5) / Double(order.count)
      }
      first = last + 1
    }
    return positions
  }
}
