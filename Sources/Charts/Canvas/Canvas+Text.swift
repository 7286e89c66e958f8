import CCairo

extension Canvas {
  /// The box `text` would take, shortened to `maxWidth` along its reading direction.
  func textBox(
    _ text: String,
    at anchor: Point,
    _ horizontal: HorizontalAnchor,
    _ vertical: VerticalAnchor,
    _ style: TextStyle,
    maxWidth: Double = .infinity,
    direction: TextDirection = .horizontal
  ) -> TextBox {
    let clean = TextMeasure.clean(text)
    let drawn = measure.shortened(clean, to: maxWidth, style)
    let length = measure.width(drawn, style)
    let width = direction == .horizontal ? length : style.height
    let height = direction == .horizontal ? style.height : length
    let left =
      switch horizontal {
      case .left: anchor.x
      case .center: anchor.x - width / 2
      case .right: anchor.x - width
      }
    let top =
      switch vertical {
      case .top: anchor.y
      case .middle: anchor.y - height / 2
      case .bottom: anchor.y - height
      }
    return TextBox(
      box: Rect(x: left, y: top, width: width, height: height),
      drawn: drawn,
      full: clean
    )
  }

  /// Draws `text` unless that would leave the canvas or meet a text already drawn.
  ///
  /// - Returns: the box drawn, or nil with the text recorded as omitted.
  @discardableResult
  func text(
    _ text: String,
    at anchor: Point,
    _ horizontal: HorizontalAnchor,
    _ vertical: VerticalAnchor,
    _ style: TextStyle,
    _ color: Color,
    maxWidth: Double = .infinity,
    direction: TextDirection = .horizontal,
    halo: Color? = nil
  ) -> Rect? {
    let placed = textBox(
      text,
      at: anchor,
      horizontal,
      vertical,
      style,
      maxWidth: maxWidth,
      direction: direction
    )
    guard !placed.drawn.isEmpty, isFree(placed.box) else {
      if !placed.full.isEmpty { omit(placed.full) }
      return nil
    }
    draw(placed, style, color, direction: direction, halo: halo)
    return placed.box
  }

  /// Whether a text in `box` would be readable: on the canvas, off other texts and obstacles.
  func isFree(_ box: Rect, margin: Double = 0) -> Bool {
    let wide = box.inset(left: -margin, right: -margin)
    return report.canvas.contains(box, tolerance: 0.01)
      && !report.texts.contains { $0.box.overlaps(wide, tolerance: 0.25) }
      && !report.marks.contains {
        $0.isObstacle && $0.box.overlaps(box, tolerance: 0.25) && !$0.box.contains(box)
      }
  }

  /// Draws a placed text without asking and records it.
  func draw(
    _ placed: TextBox,
    _ style: TextStyle,
    _ color: Color,
    direction: TextDirection = .horizontal,
    halo: Color? = nil
  ) {
    report.texts.append(placed)
    cairo_save(context)
    switch direction {
    case .horizontal:
      cairo_translate(context, placed.box.left, placed.box.top + style.ascent)
    case .upwards:
      cairo_translate(context, placed.box.left + style.ascent, placed.box.bottom)
      cairo_rotate(context, -.pi / 2)
    }
    TextMeasure.select(style, in: context)
    cairo_move_to(context, 0, 0)
    if let halo {
      cairo_text_path(context, placed.drawn)
      setSource(halo)
      cairo_set_line_width(context, 3.5)
      cairo_set_dash(context, [], 0, 0)
      cairo_stroke(context)
      cairo_move_to(context, 0, 0)
    }
    setSource(color)
    cairo_show_text(context, placed.drawn)
    cairo_new_path(context)
    cairo_restore(context)
  }
}
