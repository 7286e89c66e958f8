import Testing

@testable import Charts

/// Facts about single kinds beyond what the battery asks of all.
@Suite struct KindFactsTests {
  @Test("the fitted line of a scatter is the least-squares line")
  func fit() throws {
    let group = Scatter.Group("g", x: [0, 1, 2, .nan], y: [1, 3, 5, 9])
    let fit = try #require(Scatter(groups: [group], x: Axis(), y: Axis(), showsFit: true).fit)
    #expect(abs(fit.slope - 2) < 1e-12 && abs(fit.intercept - 1) < 1e-12)
    #expect(Scatter(groups: [group], x: Axis(), y: Axis()).fit == nil)
    let log = Axis(scale: .logarithmic)
    #expect(Scatter(groups: [group], x: log, y: Axis(), showsFit: true).fit == nil)
  }

  @Test("quartiles interpolate between neighbours")
  func quantiles() {
    #expect(BoxStrip.quantile([1, 2, 3, 4], 0.5) == 2.5)
    #expect(BoxStrip.quantile([1, 2, 3, 4, 5], 0.25) == 2)
    #expect(BoxStrip.quantile([7], 0.75) == 7)
    #expect(BoxStrip.quantile([], 0.5).isNaN)
  }

  @Test("a waterfall ends at the sum of its steps and says what it skipped")
  func waterfall() {
    let chart = Waterfall(
      startName: "a",
      start: 10,
      steps: [.init("b", change: -4), .init("c", change: .nan)],
      endName: "d",
      y: Axis()
    )
    #expect(chart.table.rows.last?.prefix(3) == [.text("d"), .number(0), .number(6)])
    #expect(chart.notes == ["values that are no finite number count as 0: 1"])
  }

  @Test("the numbers over the bars of a waterfall share their decimals")
  func waterfallNumbers() {
    let chart = Waterfall(
      startName: "a",
      start: 77.9297,
      steps: [.init("b", change: -42.5781), .init("c", change: 0.03)],
      endName: "d",
      y: Axis()
    )
    let texts = FigureRenderer().layout(of: Figure(chart: chart)).texts.map(\.drawn)
    for text in ["77.9", "\u{2212}42.6", "+0.0", "35.4"] { #expect(texts.contains(text)) }
  }

  @Test("error bars end at the limits of the axis, where no value can be")
  func limits() {
    func chart(upper: Double?) -> Bars {
      Bars(
        groups: ["g"],
        series: [.init("s", values: [0.9], errors: [4])],
        y: Axis("Cosine", lower: upper.map { -$0 }, upper: upper)
      )
    }
    func texts(_ chart: Bars) -> [String] {
      FigureRenderer().layout(of: Figure(chart: chart)).texts.map(\.drawn)
    }
    let limited = texts(chart(upper: 1))
    #expect(limited.contains("1.0") && !limited.contains("2"))
    #expect(texts(chart(upper: nil)).contains("4"))
  }

  @Test("diverging colours are centred on the neutral value")
  func diverging() throws {
    let map = HeatMap(
      rows: ["r"],
      columns: ["a", "b"],
      values: [[-1, 3]],
      color: Axis(),
      colors: .diverging,
      center: 0
    )
    let scale = try #require(map.scale)
    #expect((scale.lower, scale.upper) == (-3, 3))
    #expect(map.notes == [])
    var gap = map
    gap.values[0][1] = .nan
    #expect(gap.notes == ["hatched: no value"])
  }

  @Test("marker lines and direct names reach the drawing")
  func lines() {
    let layout = FigureRenderer().layout(of: Figure(chart: Lines.example))
    let texts = layout.texts.map(\.drawn)
    for name in ["darts", "fairdarts", "gdas", "skip connections dominate"] {
      #expect(texts.contains(name))
    }
    #expect(texts.contains("Validation accuracy (%)"))
  }

  @Test("more series than distinct looks are admitted in a note")
  func repeats() {
    let series = (0..<33).map { Series("s\($0)", y: [1, 2]) }
    let chart = Lines(series: series, x: Axis(), y: Axis())
    #expect(chart.notes == ["line styles repeat after 32 series"])
  }

  @Test("a row of panels shares one legend and one pair of titles")
  func panels() {
    let layout = FigureRenderer().layout(of: Figure(chart: SmallMultiples.example))
    let texts = layout.texts.map(\.drawn)
    #expect(texts.count { $0 == "skip_connect" } == 1)
    #expect(texts.count { $0 == "Search epoch" } == 1)
    #expect(layout.marks.count { $0.name == "plot" } == 6)
    let widths = Set(layout.marks.filter { $0.name == "plot" }.map(\.box.width))
    #expect(widths.count == 1)
  }

  @Test("points far apart get marks, crowded ones and companions do not")
  func marks() {
    let few = Series("few", y: [1, 2, 3])
    let many = Series("many", y: [Double](repeating: 1, count: 50))
    #expect(SeriesLayer.marks(few, width: 400) && !SeriesLayer.marks(few, width: 100))
    #expect(!SeriesLayer.marks(many, width: 800))
    #expect(SeriesLayer.marks(Series("asked", y: many.y, showsMarkers: true), width: 800))
    let seed = Series("seed", x: few.x, y: few.y, companionOf: "few")
    #expect(!SeriesLayer.marks(seed, width: 400))
  }

  @Test("narrow panels over epochs name the first and the last epoch", arguments: [8, 50, 600])
  func ends(epochs: Int) {
    let series = Series(
      "a",
      x: (1...epochs).map { Double($0) },
      y: (1...epochs).map { Double($0) }
    )
    let chart = SmallMultiples(
      panels: (0..<7).map { .init("p\($0)", series: [series]) },
      x: Axis("Epoch", integersOnly: true),
      y: Axis("Weight"),
      columns: 7
    )
    let layout = FigureRenderer().layout(of: Figure(width: 880, height: 300, chart: chart))
    #expect(layout.problems == [])
    #expect(layout.texts.count { $0.drawn == "1" } == 7)
    #expect(layout.texts.count { $0.drawn == "\(epochs)" } >= 7)
  }

  @Test("blocks of a heat map share row names, column names, one colour bar and its title")
  func blocks() {
    let layout = FigureRenderer().layout(of: Figure(chart: HeatMultiples.example))
    let texts = layout.texts.map(\.drawn)
    #expect(layout.marks.count { $0.name == "cells" } == 6)
    #expect(layout.marks.count { $0.name == "colour bar" } == 1)
    #expect(texts.count { $0 == "Operation weight" } == 1 && texts.count { $0 == "Epoch" } == 1)
    let rows = texts.count { $0 == "skip_connect" }
    #expect(rows >= 1 && rows < 6)
    var gap = HeatMultiples.example
    gap.panels[0].values[0][0] = .nan
    #expect(gap.notes == ["hatched: no value"])
  }
}
