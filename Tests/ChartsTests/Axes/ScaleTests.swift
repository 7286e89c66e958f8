import Testing

@testable import Charts

@Suite struct ScaleTests {
  @Test("ends map to ends and values come back", arguments: AxisScale.allCases)
  func inverse(kind: AxisScale) throws {
    let axis = Axis("v", scale: kind, lower: 0.5, upper: 200)
    let scale = try #require(
      Scale(axis, over: Extent([1, 100]), padding: 0.1, start: 300, end: 20)
    )
    #expect(scale.position(0.5) == 300)
    #expect(try abs(#require(scale.position(200)) - 20) < 1e-9)
    for value in [0.7, 3, 150] {
      let position = try #require(scale.position(value))
      #expect(abs(scale.value(at: position) - value) < 1e-9 * value)
    }
  }

  @Test("padding never crosses zero for data on one side of it")
  func zero() throws {
    let scale = try #require(Scale(Axis(), over: Extent([0.1, 10]), padding: 0.1))
    #expect(scale.lower == 0)
    #expect(scale.upper > 10)
  }

  @Test("nothing to show gives no scale; fixed ends do")
  func empty() {
    #expect(Scale(Axis(), over: Extent([.nan, .infinity]), padding: 0) == nil)
    #expect(Scale(Axis(scale: .logarithmic), over: Extent([-1, 0]), padding: 0) == nil)
    #expect(Scale(Axis(lower: 0, upper: 1), over: Extent(), padding: 0) != nil)
  }

  @Test("values a log axis cannot show are counted in a note")
  func notes() {
    let extent = Extent([0, -2, 5, .infinity, .nan])
    #expect(extent.notes("loss", scale: .linear) == ["1 infinite value not shown"])
    #expect(extent.notes("loss", scale: .logarithmic).count == 2)
    #expect(extent.notes("loss", scale: .logarithmic)[1].hasPrefix("2 values \u{2264} 0"))
  }
}
