import CCairo
public import Foundation

/// A drawn figure.
public struct RenderedFigure: Sendable {
  /// The PNG file.
  public let png: Data
  /// The pixels encoded in `png`.
  public let image: PixelImage
  /// Where texts and marks ended up, in points.
  public let layout: LayoutReport

  /// The width of the image in pixels.
  public var width: Int { image.width }
  /// The height of the image in pixels.
  public var height: Int { image.height }
}

/// Draws figures; the same figure, theme and scale give the same bytes.
///
/// - Note: pixels depend on the versions of cairo, FreeType, pixman and the DejaVu fonts, the file's
///   bytes also on libpng's and zlib's, and on nothing else of the machine.
public struct FigureRenderer: Sendable, Hashable {
  /// The background to draw for.
  public let theme: Theme
  /// Pixels per point: 1 or 2.
  public let scale: Int

  /// The largest width or height of a figure in points.
  public static let largestSide = 8000.0
  /// The smallest width or height of a figure in points.
  public static let smallestSide = 16.0

  /// Creates a renderer.
  ///
  /// - Precondition: `scale` is 1 or 2.
  public init(theme: Theme = .light, scale: Int = 1) {
    precondition(scale == 1 || scale == 2, "scale must be 1 or 2, got \(scale)")
    self.theme = theme
    self.scale = scale
  }

  /// The version of the cairo library in use, such as "1.16.0".
  public static var cairoVersion: String {
    String(cString: cairo_version_string())
  }

  /// Draws `figure` and encodes it with `provenance`.
  ///
  /// Sizes outside `smallestSide...largestSide` are clamped; a part that finds no room is left out
  /// and listed in the layout report.
  ///
  /// - Throws: `PNGError` when libpng refuses the image.
  public func render(_ figure: Figure, provenance: Provenance? = nil) throws -> RenderedFigure {
    let canvas = draw(figure)
    let image = canvas.pixels()
    let png = try PNGCodec.encode(image, provenance: provenance)
    return RenderedFigure(png: png, image: image, layout: canvas.report)
  }

  /// Where texts and marks of `figure` would end up, without making an image.
  public func layout(of figure: Figure) -> LayoutReport {
    draw(figure).report
  }

  private func draw(_ figure: Figure) -> Canvas {
    let canvas = Canvas(
      width: Self.clamped(figure.width),
      height: Self.clamped(figure.height),
      scale: scale,
      theme: theme,
      colorSlots: figure.colorSlots
    )
    var area = canvas.report.canvas.inset(all: canvas.report.canvas.width < 200 ? 6 : 16)
    drawHeader(of: figure, on: canvas, &area)
    drawFooter(of: figure, on: canvas, &area)
    drawNotes(of: figure.chart, on: canvas, &area)
    figure.chart.draw(on: canvas, in: area)
    return canvas
  }

  private static func clamped(_ side: Double) -> Double {
    side.isFinite ? min(largestSide, max(smallestSide, side.rounded())) : 500
  }

  private func drawHeader(of figure: Figure, on canvas: Canvas, _ area: inout Rect) {
    let full = canvas.report.canvas.height
    for (text, style, color, share) in [
      (figure.title, TextStyle.title, theme.text, 0.25),
      (figure.subtitle, .subtitle, theme.mutedText, 0.4),
    ] {
      for line in canvas.measure.wrapped(text, to: area.width, lines: 2, style) {
        guard area.top + style.height < full * share else {
          canvas.omit(line)
          continue
        }
        canvas.text(line, at: Point(area.left, area.top), .left, .top, style, color)
        area = area.inset(top: style.leading)
      }
    }
    if area.top > 17 { area = area.inset(top: 6) }
  }

  private func drawFooter(of figure: Figure, on canvas: Canvas, _ area: inout Rect) {
    let style = TextStyle.small
    let lines = canvas.measure.wrapped(figure.caption, to: area.width, lines: 3, style)
    let height = Double(lines.count) * style.leading
    guard !lines.isEmpty, height < area.height * 0.3 else {
      if !lines.isEmpty { canvas.omit(figure.caption) }
      return
    }
    var top = area.bottom - height + style.leading - style.height
    for line in lines {
      canvas.text(line, at: Point(area.left, top), .left, .top, style, theme.mutedText)
      top += style.leading
    }
    area = area.inset(bottom: height + 8)
  }

  private func drawNotes(of chart: any ChartKind, on canvas: Canvas, _ area: inout Rect) {
    let notes = chart.notes.joined(separator: "; ")
    if notes.isEmpty { return }
    canvas.text(
      notes,
      at: Point(area.left, area.bottom),
      .left,
      .bottom,
      .small,
      theme.mutedText,
      maxWidth: area.width
    )
    area = area.inset(bottom: TextStyle.small.leading + 8)
  }
}
