import Testing

@testable import Charts

@Suite struct PolylineTests {
  private func frame(_ count: Int) -> (x: Scale, y: Scale) {
    (
      Scale(kind: .linear, lower: 0, upper: Double(count - 1), start: 0, end: 400),
      Scale(kind: .linear, lower: 0, upper: 1, start: 300, end: 0)
    )
  }

  @Test("a gap splits the line and an end piece of one point survives")
  func gaps() {
    let pieces = Polyline.pieces(
      x: [0, 1, 2, 3, 4],
      y: [0, 1, .nan, 1, .infinity],
      frame: frame(5)
    )
    #expect(pieces.map(\.count) == [2, 1])
  }

  @Test("a single spike among 100,000 points stays visible after thinning")
  func spikes() {
    let count = 100_000
    var y = [Double](repeating: 0.5, count: count)
    y[61_803] = 1
    let pieces = Polyline.pieces(x: (0..<count).map { Double($0) }, y: y, frame: frame(count))
    #expect(pieces.count == 1)
    #expect(pieces[0].count < 4000)
    #expect(pieces[0].map(\.y).min() == 0)
  }
}
