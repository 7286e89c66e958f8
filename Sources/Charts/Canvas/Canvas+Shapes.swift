import CCairo

extension Canvas {
  /// A polyline; fewer than two points draw nothing.
  func line(_ points: [Point], _ color: Color, width: Double = 1, dash: [Double] = []) {
    guard points.count > 1 else { return }
    for (index, point) in points.enumerated() {
      if index == 0 {
        cairo_move_to(context, point.x, point.y)
      } else {
        cairo_line_to(context, point.x, point.y)
      }
    }
    strokePath(color, width: width, dash: dash)
  }

  /// A straight line centred on whole pixels of scale 1, so that thin lines stay crisp.
  func hairline(from: Point, to: Point, _ color: Color, width: Double = 1, dash: [Double] = []) {
    let snap = { (value: Double) in value.rounded(.down) + 0.5 }
    if from.x == to.x {
      line([Point(snap(from.x), from.y), Point(snap(to.x), to.y)], color, width: width, dash: dash)
    } else if from.y == to.y {
      line([Point(from.x, snap(from.y)), Point(to.x, snap(to.y))], color, width: width, dash: dash)
    } else {
      line([from, to], color, width: width, dash: dash)
    }
  }

  /// A cubic Bezier curve.
  func curve(
    _ start: Point,
    _ first: Point,
    _ second: Point,
    _ end: Point,
    _ color: Color,
    width: Double,
    dash: [Double] = []
  ) {
    cairo_move_to(context, start.x, start.y)
    cairo_curve_to(context, first.x, first.y, second.x, second.y, end.x, end.y)
    strokePath(color, width: width, dash: dash)
  }

  /// A filled polygon.
  func polygon(_ points: [Point], fill: Color) {
    guard points.count > 2 else { return }
    for (index, point) in points.enumerated() {
      if index == 0 {
        cairo_move_to(context, point.x, point.y)
      } else {
        cairo_line_to(context, point.x, point.y)
      }
    }
    cairo_close_path(context)
    setSource(fill)
    cairo_fill(context)
  }

  /// A box, filled, outlined or both.
  func box(
    _ box: Rect,
    fill: Color? = nil,
    stroke: Color? = nil,
    width: Double = 1,
    radius: Double = 0
  ) {
    let corner = min(radius, box.width / 2, box.height / 2)
    if corner > 0 {
      cairo_new_sub_path(context)
      cairo_arc(context, box.right - corner, box.top + corner, corner, -.pi / 2, 0)
      cairo_arc(context, box.right - corner, box.bottom - corner, corner, 0, .pi / 2)
      cairo_arc(context, box.left + corner, box.bottom - corner, corner, .pi / 2, .pi)
      cairo_arc(context, box.left + corner, box.top + corner, corner, .pi, 3 * .pi / 2)
      cairo_close_path(context)
    } else {
      cairo_rectangle(context, box.x, box.y, box.width, box.height)
    }
    if let fill {
      setSource(fill)
      cairo_fill_preserve(context)
    }
    if let stroke {
      strokePath(stroke, width: width, dash: [])
    }
    cairo_new_path(context)
  }

  /// A box of diagonal lines, which means "no value" in every chart.
  func hatched(_ area: Rect) {
    clipped(to: area) {
      box(area, fill: theme.panel)
      var offset = (area.left + area.top).truncatingRemainder(dividingBy: 6) - 6
      while offset < area.width + area.height {
        line(
          [
            Point(area.left + offset, area.top),
            Point(area.left + offset - area.height, area.bottom),
          ],
          theme.hatch,
          width: 1
        )
        offset += 6
      }
    }
  }

  /// A point mark of the given radius; open marks are drawn as strokes.
  func marker(
    _ shape: Marker,
    at center: Point,
    radius: Double,
    _ color: Color,
    outline: Color? = nil
  ) {
    let arm = radius * 1.15
    switch shape {
    case .circle:
      cairo_new_sub_path(context)
      cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
    case .square:
      let side = radius * 0.9
      cairo_rectangle(context, center.x - side, center.y - side, 2 * side, 2 * side)
    case .triangle:
      closedPath([Point(0, -arm), Point(arm, arm * 0.8), Point(-arm, arm * 0.8)], around: center)
    case .triangleDown:
      closedPath([Point(0, arm), Point(arm, -arm * 0.8), Point(-arm, -arm * 0.8)], around: center)
    case .diamond:
      let reach = radius * 1.3
      closedPath(
        [Point(0, -reach), Point(reach, 0), Point(0, reach), Point(-reach, 0)],
        around: center
      )
    case .cross:
      let reach = radius * 0.9
      line([center + Point(-reach, -reach), center + Point(reach, reach)], color, width: 1.8)
      line([center + Point(-reach, reach), center + Point(reach, -reach)], color, width: 1.8)
      return
    case .plus:
      line([center + Point(-arm, 0), center + Point(arm, 0)], color, width: 1.8)
      line([center + Point(0, -arm), center + Point(0, arm)], color, width: 1.8)
      return
    }
    setSource(color)
    if let outline {
      cairo_fill_preserve(context)
      strokePath(outline, width: 1, dash: [])
    } else {
      cairo_fill(context)
    }
  }

  private func closedPath(_ offsets: [Point], around center: Point) {
    for (index, offset) in offsets.enumerated() {
      if index == 0 {
        cairo_move_to(context, center.x + offset.x, center.y + offset.y)
      } else {
        cairo_line_to(context, center.x + offset.x, center.y + offset.y)
      }
    }
    cairo_close_path(context)
  }

  private func strokePath(_ color: Color, width: Double, dash: [Double]) {
    setSource(color)
    cairo_set_line_width(context, width)
    cairo_set_dash(context, dash, Int32(dash.count), 0)
    cairo_set_line_cap(context, dash.isEmpty ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
    cairo_stroke(context)
  }
}
