import Charts
import Foundation
import Testing

/// The example of every kind against a recorded image, `fixtures/charts/<kind>-<theme>.png`.
///
/// Set DARTBOARD_RECORD_GOLDENS=1 to record anew; recording fails the run, so that a recorded run
/// is never mistaken for a passed one.
@Suite struct GoldenTests {
  @Test("looks as recorded", arguments: ChartKinds.all.map { $0.id }, Theme.allCases)
  func golden(id: String, theme: Theme) throws {
    let kind = try #require(ChartKinds.kind(id))
    let figure = Figure(title: kind.summary, width: 560, height: 320, chart: kind.example)
    let drawn = try FigureRenderer(theme: theme).render(figure)
    let file = Paths.fixtures.appendingPathComponent("\(id)-\(theme.rawValue).png")
    if ProcessInfo.processInfo.environment["DARTBOARD_RECORD_GOLDENS"] == "1" {
      try drawn.png.write(to: file)
      try Data((FigureRenderer.cairoVersion + "\n").utf8).write(
        to: Paths.fixtures.appendingPathComponent("cairo-version.txt")
      )
      Issue.record("recorded \(file.lastPathComponent); run again without the variable")
      return
    }
    let recorded = try PNGCodec.decode(try Data(contentsOf: file))
    let new = try PNGCodec.decode(drawn.png)
    #expect((new.width, new.height) == (recorded.width, recorded.height))
    if new.bytes == recorded.bytes { return }
    // Every pixel counts where the library is the one that drew the recorded image.
    let version = try String(
      contentsOf: Paths.fixtures.appendingPathComponent("cairo-version.txt"),
      encoding: .utf8
    )
    #expect(version != FigureRenderer.cairoVersion + "\n", "\(id) \(theme): pixels differ")
    // Other releases of cairo and FreeType shade the edges of glyphs a little differently.
    let differing = zip(new.bytes, recorded.bytes).count { abs(Int($0) - Int($1)) > 40 }
    let share = Double(differing) / Double(recorded.bytes.count)
    #expect(share < 0.002, "\(id) \(theme): \(share) of the samples differ by more than 40")
  }

  @Test("every golden belongs to a kind")
  func orphans() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Paths.fixtures.path)
      .filter { $0.hasSuffix(".png") }.sorted()
    let expected = ChartKinds.all.flatMap { kind in
      Theme.allCases.map { "\(kind.id)-\($0.rawValue).png" }
    }
    #expect(files == expected.sorted())
  }
}
