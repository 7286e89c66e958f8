import CCairo

/// The size of texts in DejaVu Sans, always at scale 1 so that layout never depends on the scale.
final class TextMeasure {
  private let surface: OpaquePointer
  private let context: OpaquePointer

  init() {
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1),
      let context = cairo_create(surface)
    else { preconditionFailure("cairo returned no 1 x 1 surface to measure text on") }
    self.surface = surface
    self.context = context
    Self.pinFontOptions(of: context)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// Fixes everything about glyph drawing that a machine's settings could change.
  static func pinFontOptions(of context: OpaquePointer) {
    guard let options = cairo_font_options_create() else { return }
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_subpixel_order(options, CAIRO_SUBPIXEL_ORDER_RGB)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }

  static func select(_ style: TextStyle, in context: OpaquePointer) {
    cairo_select_font_face(
      context,
      "DejaVu Sans",
      CAIRO_FONT_SLANT_NORMAL,
      style.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
    )
    cairo_set_font_size(context, style.size)
  }

  /// The advance width of `text` in points.
  func width(_ text: String, _ style: TextStyle) -> Double {
    if text.isEmpty { return 0 }
    Self.select(style, in: context)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    return max(extents.x_advance, extents.x_bearing + extents.width)
  }

  /// `text` on one line without control characters, cut to a length nothing wider could show.
  static func clean(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars.prefix(2000) {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator:
        line.unicodeScalars.append(" ")
      case .format, .surrogate, .privateUse, .unassigned:
        continue
      default:
        line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  /// `text` shortened with an ellipsis in the middle to at most `width` points.
  ///
  /// The end is kept because names of runs differ there (seed, hash). Empty when not even one
  /// character and the ellipsis fit.
  func shortened(_ text: String, to width: Double, _ style: TextStyle) -> String {
    if self.width(text, style) <= width { return text }
    let characters = Array(text)
    var low = 0
    var high = characters.count
    var best = ""
    while low < high {
      let kept = (low + high + 1) / 2
      let tail = kept > 8 ? kept / 3 : 0
      let candidate =
        String(characters.prefix(kept - tail)) + "\u{2026}" + String(characters.suffix(tail))
      if self.width(candidate, style) <= width {
        best = candidate
        low = kept
      } else {
        high = kept - 1
      }
    }
    return best
  }

  /// `text` broken at spaces into at most `lines` lines of at most `width` points.
  func wrapped(_ text: String, to width: Double, lines limit: Int, _ style: TextStyle) -> [String] {
    var lines: [String] = []
    var words = Self.clean(text).split(separator: " ").map(String.init)[...]
    while let first = words.first, lines.count < limit {
      var line = first
      words.removeFirst()
      while let next = words.first, self.width(line + " " + next, style) <= width {
        line += " " + next
        words.removeFirst()
      }
      if lines.count == limit - 1, !words.isEmpty { line += " " + words.joined(separator: " ") }
      lines.append(shortened(line, to: width, style))
    }
    return lines.filter { !$0.isEmpty }
  }
}
