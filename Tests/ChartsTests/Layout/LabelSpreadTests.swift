import Testing

@testable import Charts

@Suite struct LabelSpreadTests {
  @Test("labels in conflict move as little as possible and keep their order")
  func spread() throws {
    #expect(LabelSpread.spread([10, 50], spacing: 15, in: 0...100) == [10, 50])
    #expect(LabelSpread.spread([50, 50], spacing: 10, in: 0...100) == [45, 55])
    #expect(LabelSpread.spread([99, 98], spacing: 10, in: 0...100) == [100, 90])
    #expect(LabelSpread.spread([1, 2, 3], spacing: 60, in: 0...100) == nil)
  }

  @Test("stacked items never overlap and stay inside")
  func stack() {
    let heights = [10.0, 30, 20]
    let middles = LabelSpread.stack([90, 90, 90], heights: heights, in: 0...100)
    #expect(middles == [45, 65, 90])
    let squeezed = LabelSpread.stack([0, 0], heights: [100, 100], in: 0...100)
    #expect(squeezed == [25, 75])
  }

  @Test("ordering removes the crossings of a twisted ladder")
  func crossings() {
    let twisted = LayeredOrder(
      columns: [[0, 1, 2], [3, 4, 5]],
      links: [(0, 5), (1, 4), (2, 3)],
      count: 6
    )
    #expect(twisted.crossings == 0)
    #expect(twisted.columns.flatMap { $0 }.sorted() == [0, 1, 2, 3, 4, 5])
  }

  @Test("node names show their subscripts")
  func subscripts() {
    #expect(Subscript.drawn("c_{k-2}") == "c\u{2096}\u{208B}\u{2082}")
    #expect(Subscript.drawn("c_{best}") == "c_{best}")
    #expect(Subscript.drawn("node") == "node")
  }
}
