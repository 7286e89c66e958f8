import Testing

@testable import Charts

/// The layout checker itself: it must see what it is there to see.
@Suite struct LayoutReportTests {
  private func text(_ x: Double, _ y: Double, _ name: String) -> TextBox {
    TextBox(box: Rect(x: x, y: y, width: 40, height: 12), drawn: name, full: name)
  }

  @Test("overlapping, clipped and half-covered texts are reported")
  func problems() {
    var report = LayoutReport(canvas: Rect(x: 0, y: 0, width: 200, height: 100))
    report.texts = [text(10, 10, "a"), text(40, 15, "b"), text(180, 50, "c"), text(90, 80, "d")]
    report.marks = [
      MarkRegion(
        box: Rect(x: 100, y: 70, width: 50, height: 25),
        name: "node",
        isObstacle: true
      ),
      MarkRegion(box: Rect(x: -9, y: 0, width: 20, height: 5), name: "plot", isObstacle: false),
    ]
    let problems = report.problems
    #expect(problems.contains(.overlap(report.texts[0], report.texts[1])))
    #expect(problems.contains(.clippedText(report.texts[2], canvas: report.canvas)))
    #expect(problems.contains(.covered(report.texts[3], report.marks[0])))
    #expect(problems.contains(.clippedMarks(report.marks[1], canvas: report.canvas)))
    #expect(problems.count == 4)
  }

  @Test("texts that only touch are fine, and a label inside its own node is")
  func fine() {
    var report = LayoutReport(canvas: Rect(x: 0, y: 0, width: 200, height: 100))
    report.texts = [text(10, 10, "a"), text(50, 10, "b")]
    report.marks = [
      MarkRegion(box: Rect(x: 5, y: 5, width: 50, height: 20), name: "node", isObstacle: false),
      MarkRegion(box: Rect(x: 8, y: 8, width: 42.2, height: 20), name: "node", isObstacle: true),
    ]
    #expect(report.problems == [])
  }

  @Test("a text without room is omitted and said so, a long one is shortened in its middle")
  func omission() {
    let canvas = Canvas(width: 100, height: 40, scale: 1, theme: .light)
    canvas.text("first", at: Point(50, 20), .center, .middle, .label, canvas.theme.text)
    #expect(
      canvas.text("second", at: Point(50, 20), .center, .middle, .label, canvas.theme.text) == nil
    )
    #expect(canvas.report.omitted == ["second"])
    let short = canvas.measure.shortened("fairdarts-cifar-10-seed-7", to: 90, .label)
    #expect(short.hasPrefix("fair") && short.hasSuffix("7") && short.contains("\u{2026}"))
    #expect(canvas.measure.width(short, .label) <= 90)
  }
}
