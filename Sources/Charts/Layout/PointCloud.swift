import Foundation

/// Very many points of a scatter chart as small boxes, the denser the more opaque.
struct PointCloud {
  let frame: (x: Scale, y: Scale)
  let plot: Rect

  private static let side = 2.5

  /// Draws the points of each group above those of the group before it.
  func draw(_ groups: [Scatter.Group], _ styles: [SeriesStyle], on canvas: Canvas) {
    let across = Int(plot.width / Self.side) + 1
    let down = Int(plot.height / Self.side) + 1
    for (group, style) in zip(groups, styles) {
      var counts = [Int](repeating: 0, count: across * down)
      for index in 0..<min(group.x.count, group.y.count) {
        guard let x = frame.x.position(group.x[index]), let y = frame.y.position(group.y[index]),
          plot.contains(Point(x, y))
        else { continue }
        counts[Int((y - plot.top) / Self.side) * across + Int((x - plot.left) / Self.side)] += 1
      }
      let most = log(Double(counts.max() ?? 0) + 1)
      canvas.clipped(to: plot) {
        for (place, count) in counts.enumerated() where count > 0 {
          let corner = Point(
            plot.left + Double(place % across) * Self.side,
            plot.top + Double(place / across) * Self.side
          )
          canvas.box(
            Rect(x: corner.x, y: corner.y, width: Self.side, height: Self.side),
            fill: style.color.opacity(0.25 + 0.75 * log(Double(count) + 1) / most)
          )
        }
      }
    }
  }
}
