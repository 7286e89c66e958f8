import CCairo

/// The surface a chart kind draws on: shapes in points, text that is measured, and a record of both.
///
/// A canvas belongs to one drawing and to one thread.
public final class Canvas {
  let theme: Theme
  let colorSlots: [String: Int]
  let measure: TextMeasure
  var report: LayoutReport
  let context: OpaquePointer
  private let surface: OpaquePointer
  private let pixelWidth: Int
  private let pixelHeight: Int

  /// - Precondition: width, height and scale give a surface of 1 to 32,767 pixels each way.
  init(
    width: Double,
    height: Double,
    scale: Int,
    theme: Theme,
    colorSlots: [String: Int] = [:]
  ) {
    pixelWidth = Int((width * Double(scale)).rounded())
    pixelHeight = Int((height * Double(scale)).rounded())
    guard
      let surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24,
        Int32(pixelWidth),
        Int32(pixelHeight)
      ),
      let context = cairo_create(surface), cairo_status(context) == CAIRO_STATUS_SUCCESS
    else {
      preconditionFailure("cairo returned no surface of \(pixelWidth) x \(pixelHeight) pixels")
    }
    self.surface = surface
    self.context = context
    self.theme = theme
    self.colorSlots = colorSlots
    measure = TextMeasure()
    report = LayoutReport(canvas: Rect(x: 0, y: 0, width: width, height: height))
    cairo_scale(context, Double(scale), Double(scale))
    TextMeasure.pinFontOptions(of: context)
    cairo_set_antialias(context, CAIRO_ANTIALIAS_GRAY)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    setSource(theme.background)
    cairo_paint(context)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// Records that a text or part found no room.
  func omit(_ what: String) {
    report.omitted.append(what)
  }

  /// Records a region covered by marks.
  func mark(_ name: String, _ box: Rect, isObstacle: Bool = false) {
    report.marks.append(MarkRegion(box: box, name: name, isObstacle: isObstacle))
  }

  /// The styles of series `names` under the figure's fixed colours.
  func styles(for names: [String]) -> [SeriesStyle] {
    SeriesStyle.assign(names: names, slots: colorSlots, theme: theme)
  }

  func setSource(_ color: Color) {
    cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
  }

  /// Draws with marks kept inside `box`; text never goes through here.
  func clipped(to box: Rect, _ draw: () -> Void) {
    cairo_save(context)
    cairo_rectangle(context, box.x, box.y, max(0, box.width), max(0, box.height))
    cairo_clip(context)
    draw()
    cairo_restore(context)
  }

  /// The finished pixels as rows of R, G, B bytes.
  func pixels() -> PixelImage {
    cairo_surface_flush(surface)
    var bytes = [UInt8](repeating: 0, count: pixelWidth * pixelHeight * 3)
    let stride = Int(cairo_image_surface_get_stride(surface))
    guard let source = cairo_image_surface_get_data(surface) else {
      preconditionFailure("cairo gave no pixels of a \(pixelWidth) x \(pixelHeight) surface")
    }
    bytes.withUnsafeMutableBufferPointer { target in
      var index = 0
      for row in 0..<pixelHeight {
        // Each pixel is a native-endian 0x00RRGGBB word.
        let line = UnsafeRawPointer(source + row * stride).assumingMemoryBound(to: UInt32.self)
        for column in 0..<pixelWidth {
          let word = line[column]
          target[index] = UInt8(truncatingIfNeeded: word >> 16)
          target[index + 1] = UInt8(truncatingIfNeeded: word >> 8)
          target[index + 2] = UInt8(truncatingIfNeeded: word)
          index += 3
        }
      }
    }
    return PixelImage(width: pixelWidth, height: pixelHeight, channels: 3, bytes: bytes)
  }
}
