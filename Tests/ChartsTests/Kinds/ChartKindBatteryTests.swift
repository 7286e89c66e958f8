import Charts
import Foundation
import Testing

/// What every chart kind of the catalogue must satisfy.
@Suite struct ChartKindBatteryTests {
  private static let kinds = ChartKinds.all.map { $0.id }

  private func kind(_ id: String) throws -> any ChartKind.Type {
    try #require(ChartKinds.kind(id))
  }

  @Test("awkward data at any size gives no overlap and no clipping", arguments: kinds)
  func layout(id: String) throws {
    let kind = try kind(id)
    for data in StressCases.all {
      for size in StressCases.sizes {
        let figure = Figure(
          title: StressCases.long,
          subtitle: data.name,
          caption: StressCases.long,
          width: size.width,
          height: size.height,
          chart: kind.stressed(with: data)
        )
        let layout = FigureRenderer().layout(of: figure)
        #expect(
          layout.problems.isEmpty,
          "\(id), \(data.name), \(size): \(layout.problems.prefix(3).map(\.description))"
        )
      }
    }
  }

  @Test("a million points are laid out and drawn", arguments: kinds)
  func million(id: String) throws {
    let chart = try kind(id).stressed(with: StressCases.million)
    let drawn = try FigureRenderer().render(Figure(title: id, chart: chart))
    #expect(drawn.layout.problems.isEmpty, "\(id): \(drawn.layout.problems.prefix(3))")
    #expect(drawn.image.bytes.contains { $0 != 255 })
    #expect(drawn.png.count < 1_000_000)
  }

  @Test("the example lays out whole: nothing omitted, no problem", arguments: kinds)
  func example(id: String) throws {
    let layout = try FigureRenderer().render(Figure(title: "t", chart: try kind(id).example)).layout
    #expect(layout.omitted == [])
    #expect(layout.problems == [])
    #expect(layout.texts.count > 3)
    #expect(!layout.marks.isEmpty)
  }

  @Test("a figure survives JSON, awkward data included", arguments: kinds)
  func coding(id: String) throws {
    let kind = try kind(id)
    for data in StressCases.all {
      let figure = Figure(title: "t", colorSlots: ["a": 3], chart: kind.stressed(with: data))
      let json = try JSONEncoder().encode(figure)
      let read = try JSONDecoder().decode(Figure.self, from: json)
      #expect(read.csv() == figure.csv(), "\(id), \(data.name)")
      #expect(read.colorSlots == figure.colorSlots)
      #expect(type(of: read.chart).id == id)
    }
  }

  @Test("scale 2 doubles the pixels and leaves the layout alone", arguments: kinds)
  func scale(id: String) throws {
    let figure = Figure(title: "t", width: 400, height: 260, chart: try kind(id).example)
    let single = try FigureRenderer(scale: 1).render(figure)
    let double = try FigureRenderer(scale: 2).render(figure)
    #expect((double.width, double.height) == (800, 520))
    #expect((single.width, single.height) == (400, 260))
    #expect(single.layout == double.layout)
  }

  @Test("drawing twice gives the same bytes; themes differ", arguments: kinds)
  func determinism(id: String) throws {
    let figure = Figure(title: "t", width: 400, height: 260, chart: try kind(id).example)
    let first = try FigureRenderer(theme: .dark).render(figure)
    #expect(try FigureRenderer(theme: .dark).render(figure).png == first.png)
    let light = try FigureRenderer(theme: .light).render(figure)
    #expect(light.image.bytes.prefix(3) == [255, 255, 255])
    #expect(first.image.bytes.prefix(3) == [0x15, 0x18, 0x1D])
    #expect(light.layout == first.layout)
  }

  @Test("the CSV has a header and one line per row of the table", arguments: kinds)
  func csv(id: String) throws {
    let chart = try kind(id).example
    let lines = Figure(chart: chart).csv().components(separatedBy: "\r\n")
    #expect(lines.count == chart.table.rows.count + 2)
    #expect(chart.table.rows.count > 3)
    #expect(lines[0].components(separatedBy: ",").count == chart.table.columns.count)
  }
}
