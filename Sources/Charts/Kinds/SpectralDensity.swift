import Foundation

/// Where the eigenvalues of one or more matrices lie: smoothed densities with a tick per eigenvalue.
///
/// Eigenvalues with weights are what stochastic Lanczos quadrature gives; equal weights make the
/// density of a full spectrum.
public struct SpectralDensity: ChartKind {
  /// The spectrum of one matrix.
  public struct Spectrum: Sendable, Hashable, Codable {
    /// The name in the legend.
    public var name: String
    /// The eigenvalues, or the nodes of a quadrature.
    @Gapped public var eigenvalues: [Double]
    /// Their weights; empty for equal ones.
    @Gapped public var weights: [Double]

    /// Creates a spectrum.
    ///
    /// - Precondition: `weights` is as long as `eigenvalues`, or empty.
    public init(_ name: String, eigenvalues: [Double], weights: [Double] = []) {
      precondition(
        weights.isEmpty || weights.count == eigenvalues.count,
        "spectrum \"\(name)\": \(weights.count) weights do not fit \(eigenvalues.count) values"
      )
      self.name = name
      self.eigenvalues = eigenvalues
      self.weights = weights
    }

    /// The weight of every eigenvalue.
    var mass: [Double] {
      weights.count == eigenvalues.count ? weights : eigenvalues.map { _ in 1 }
    }
  }

  /// The spectra in legend order.
  public var spectra: [Spectrum]
  /// The axis of eigenvalues.
  public var x: Axis
  /// The axis of the density; on a logarithmic one everything below a ten-thousandth of the peak is
  /// left out.
  public var y: Axis
  /// The standard deviation of the Gaussians; not-a-number for a hundredth of the range.
  @Gapped public var width: Double

  /// Creates a chart.
  public init(
    spectra: [Spectrum],
    x: Axis = Axis("Eigenvalue"),
    y: Axis = Axis("Density", scale: .logarithmic),
    width: Double = .nan
  ) {
    self.spectra = spectra
    self.x = x
    self.y = y
    self.width = width
  }

  /// The stable name of the kind.
  public static let id = "spectral-density"
  /// What the kind is for.
  public static let summary = "where eigenvalues lie, smoothed, with a tick for each"

  /// The spectrum of a Hessian early and late in a search.
  public static var example: SpectralDensity {
    let bulk = (0..<40).map { 0.04 * sin(Double($0) * 2.3) + 0.02 }
    return SpectralDensity(spectra: [
      Spectrum("epoch 5", eigenvalues: bulk + [0.18, 0.24, 0.31]),
      Spectrum("epoch 50", eigenvalues: bulk.map { 1.6 * $0 } + [0.3, 0.52, 0.88]),
    ])
  }

  /// One spectrum per stress name.
  public static func stressed(with data: StressData) -> SpectralDensity {
    SpectralDensity(
      spectra: zip(data.names, data.values).map { Spectrum($0, eigenvalues: $1) },
      x: Axis(data.names.first ?? ""),
      y: Axis(data.names.last ?? "", scale: data.isLogarithmic ? .logarithmic : .linear)
    )
  }

  private var extent: Extent {
    var extent = Extent()
    for spectrum in spectra { extent.add(spectrum.eigenvalues) }
    return extent
  }

  /// What could not be shown.
  public var notes: [String] {
    extent.notes(x.label, scale: .linear)
      + (spectra.contains { $0.eigenvalues.contains { $0.isFinite } }
        ? ["ticks at the bottom: single eigenvalues"] : [])
  }

  /// One row per eigenvalue.
  public var table: DataTable {
    var table = DataTable(columns: ["spectrum", x.title.isEmpty ? "eigenvalue" : x.title, "weight"])
    for spectrum in spectra {
      for (value, weight) in zip(spectrum.eigenvalues, spectrum.mass) {
        table.append([.text(spectrum.name), .number(value), .number(weight)])
      }
    }
    return table
  }

  /// Draws legend, axes, a line at zero, densities and ticks.
  public func draw(on canvas: Canvas, in area: Rect) {
    var axis = x
    axis.scale = .linear
    guard let scaleX = Scale(axis, over: extent, padding: 0.06) else {
      return PlotFrame.drawEmpty(on: canvas, in: area)
    }
    let automatic = (scaleX.upper - scaleX.lower) / 100
    let grid = Density.grid(from: scaleX.lower, to: scaleX.upper, count: 512)
    let lines = spectra.map { spectrum in
      Density.smooth(
        spectrum.eigenvalues,
        weights: spectrum.mass,
        width: width.isFinite && width > 0 ? width : automatic,
        on: grid
      )
    }
    let peak = lines.joined().max() ?? 0
    var vertical = y
    if y.scale == .logarithmic {
      vertical.lower = y.lower ?? (peak > 0 ? peak * 1e-4 : nil)
    } else {
      vertical.lower = y.lower ?? 0
    }
    guard peak.isFinite, peak > 0,
      let scaleY = Scale(vertical, over: Extent([peak]), padding: 0.08)
    else { return PlotFrame.drawEmpty(on: canvas, in: area) }
    let styles = canvas.styles(for: spectra.map(\.name))
    let entries = zip(spectra, styles).map {
      Legend.Entry(name: $0.name, style: $1, swatch: .line)
    }
    let legend = Legend(spectra.count > 1 ? entries : [], on: canvas, in: area)
    legend.draw(on: canvas)
    let frame = PlotFrame(
      on: canvas,
      in: area.inset(top: legend.height),
      x: .init(axis: axis, scale: scaleX),
      y: .init(axis: vertical, scale: scaleY)
    )
    frame.drawBack(on: canvas)
    if scaleX.contains(0), let zero = frame.x.position(0) {
      canvas.hairline(
        from: Point(zero, frame.plot.top),
        to: Point(zero, frame.plot.bottom),
        canvas.theme.reference,
        dash: [4, 3]
      )
    }
    for (line, style) in zip(lines, styles) { draw(line, grid, style, frame, on: canvas) }
    drawTicks(styles, frame, on: canvas)
  }

  private func draw(
    _ density: [Double],
    _ grid: [Double],
    _ style: SeriesStyle,
    _ frame: PlotFrame,
    on canvas: Canvas
  ) {
    let plot = frame.plot
    let points = zip(grid, density).compactMap { value, height -> Point? in
      guard let px = frame.x.position(value) else { return nil }
      return Point(px, min(plot.bottom + 4, frame.y.position(height) ?? plot.bottom + 4))
    }
    guard let first = points.first, let last = points.last else { return }
    canvas.clipped(to: plot) {
      canvas.polygon(
        [Point(first.x, plot.bottom)] + points + [Point(last.x, plot.bottom)],
        fill: style.color.opacity(0.14)
      )
      canvas.line(points, style.color, width: 2, dash: style.dash)
    }
  }

  /// A row of ticks per spectrum at the bottom of the plot, at most one per half point.
  private func drawTicks(_ styles: [SeriesStyle], _ frame: PlotFrame, on canvas: Canvas) {
    let height = min(8, frame.plot.height * 0.2 / Double(max(1, spectra.count)))
    guard height >= 3 else { return }
    for (row, (spectrum, style)) in zip(spectra, styles).enumerated() {
      let bottom = frame.plot.bottom - Double(spectra.count - 1 - row) * height
      var seen: Set<Int> = []
      for value in spectrum.eigenvalues {
        guard let px = frame.x.position(value), seen.insert(Int(px * 2)).inserted else { continue }
        canvas.line(
          [Point(px, bottom - 1), Point(px, bottom - height + 1)],
          style.color,
          width: 1.2
        )
      }
    }
  }
}
