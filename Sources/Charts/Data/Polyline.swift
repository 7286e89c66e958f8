/// Turns a series into drawable points, thinned where several fall into one pixel column.
enum Polyline {
  /// The unbroken pieces of the series; a value that cannot be shown ends a piece.
  ///
  /// Within a piece, points whose x falls into the same half point keep only the first, lowest,
  /// highest and last, so that a million points draw what their envelope would and spikes survive.
  static func pieces(x: [Double], y: [Double], frame: (x: Scale, y: Scale)) -> [[Point]] {
    var pieces: [[Point]] = []
    var piece: [Point] = []
    var column = Column()
    func flush() {
      column.empty(into: &piece)
    }
    for index in 0..<min(x.count, y.count) {
      guard let px = frame.x.position(x[index]), let py = frame.y.position(y[index]) else {
        flush()
        if !piece.isEmpty { pieces.append(piece) }
        piece = []
        continue
      }
      let key = (px * 2).rounded(.down)
      if key != column.key {
        flush()
        column = Column(key: key)
      }
      column.add(Point(px, py))
    }
    flush()
    if !piece.isEmpty { pieces.append(piece) }
    return pieces
  }

  private struct Column {
    var key = Double.nan
    var count = 0
    var first = Point(0, 0)
    var last = Point(0, 0)
    var lowest = Point(0, 0)
    var highest = Point(0, 0)
    var lowestFirst = true

    init(key: Double = .nan) {
      self.key = key
    }

    mutating func add(_ point: Point) {
      if count == 0 {
        first = point
        lowest = point
        highest = point
      } else {
        if point.y < lowest.y {
          lowest = point
          lowestFirst = false
        }
        if point.y > highest.y {
          highest = point
          lowestFirst = true
        }
      }
      last = point
      count += 1
    }

    mutating func empty(into piece: inout [Point]) {
      if count > 0 { piece.append(first) }
      if count > 2 {
        let middle = lowestFirst ? [lowest, highest] : [highest, lowest]
        for point in middle where point != piece[piece.count - 1] && point != last {
          piece.append(point)
        }
      }
      if count > 1 { piece.append(last) }
      count = 0
    }
  }
}
