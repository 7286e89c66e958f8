/// A labelled vertical line at one value of the horizontal axis, such as an onset epoch.
public struct VerticalMarker: Sendable, Hashable, Codable {
  /// Where it stands.
  @Gapped public var x: Double
  /// What happens there; drawn above the plot.
  public var label: String

  /// Creates a marker line.
  public init(_ label: String, x: Double) {
    self.label = label
    self.x = x
  }
}

/// The labels of vertical marker lines in rows above a plot.
struct VerticalMarkers {
  /// The space the labels take above the plot.
  let height: Double
  private let markers: [VerticalMarker]

  private static let style = TextStyle.small
  private static let rowHeight = 15.0
  private static let rowLimit = 4

  /// Keeps rows free above a plot that fills the width of `area` at the end of layout.
  init(_ markers: [VerticalMarker], on canvas: Canvas, in area: Rect, scale: Scale) {
    self.markers = markers.filter { scale.position($0.x) != nil && scale.contains($0.x) }
    let rows = Self.rows(
      self.markers,
      on: canvas,
      scale: scale.placed(from: area.left, to: area.right),
      in: area
    )
    let used = (rows.compactMap { $0?.row }.max() ?? -1) + 1
    let room = Int(area.height * 0.25 / Self.rowHeight)
    height = Double(min(used, room)) * Self.rowHeight
  }

  /// A row per label, the rightmost lowest, so that no line rises through another's label.
  private static func rows(
    _ markers: [VerticalMarker],
    on canvas: Canvas,
    scale: Scale,
    in area: Rect
  ) -> [(row: Int, box: Rect)?] {
    let order = markers.indices.sorted { (markers[$0].x, $0) > (markers[$1].x, $1) }
    var result: [(row: Int, box: Rect)?] = Array(repeating: nil, count: markers.count)
    var taken: [[Rect]] = Array(repeating: [], count: rowLimit)
    for index in order {
      guard let x = scale.position(markers[index].x) else { continue }
      let limit = max(0, min(220, area.width * 0.6))
      let label = canvas.measure.shortened(
        TextMeasure.clean(markers[index].label),
        to: limit,
        style
      )
      let width = canvas.measure.width(label, style)
      if label.isEmpty { continue }
      let left = x + 4 + width <= area.right ? x + 4 : max(area.left, x - 4 - width)
      for row in 0..<rowLimit {
        let box = Rect(x: left, y: 0, width: width, height: style.height)
        if taken[row].contains(where: { $0.inset(left: -8, right: -8).overlaps(box) }) { continue }
        taken[row].append(box)
        result[index] = (row, box)
        break
      }
    }
    return result
  }

  /// Draws the lines through `plot` and their labels above it.
  func draw(on canvas: Canvas, scale: Scale, plot: Rect, within area: Rect) {
    let rows = Self.rows(markers, on: canvas, scale: scale, in: area)
    let available = Int((height / Self.rowHeight).rounded())
    for (marker, place) in zip(markers, rows) {
      guard let x = scale.position(marker.x) else { continue }
      var top = plot.top
      if let place, place.row < available {
        top = plot.top - Double(place.row + 1) * Self.rowHeight
        canvas.text(
          marker.label,
          at: Point(place.box.left, top),
          .left,
          .top,
          Self.style,
          canvas.theme.text,
          maxWidth: place.box.width + 0.01
        )
      } else if !marker.label.isEmpty {
        canvas.omit(marker.label)
      }
      canvas.hairline(
        from: Point(x, top),
        to: Point(x, plot.bottom),
        canvas.theme.reference,
        dash: [4, 3]
      )
    }
  }
}
