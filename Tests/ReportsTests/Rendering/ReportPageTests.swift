import Charts
import Foundation
import Testing

@testable import Reports

@Suite struct ReportPageTests {
  private func page(_ values: [Double], words: String = "Words.") throws -> ReportPage {
    var writer = ReportWriter(version: "1.2.3")
    writer.add("# Title")
    writer.add(words)
    let figure = Figure(
      title: "A line",
      width: 300,
      height: 200,
      chart: Lines(series: [Series("a", y: values)], x: Axis("x"), y: Axis("y"))
    )
    try writer.add(
      .figure(figure, alternative: "a | line"),
      name: "../../line",
      summary: "a line",
      caption: "What to see.",
      runs: ["r1", "r2"]
    )
    return writer.page(title: "Title")
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path())
  }

  @Test("a figure has its caption, its data and its provenance, and stays in the folder")
  func figure() throws {
    let page = try page([1, 2, 3])
    #expect(page.files.map(\.name) == ["line.png", "line.csv"])
    #expect(
      page.markdown
        == "# Title\n\nWords.\n\n![a \\| line](line.png)\n\n*What to see.*\n\n[data](line.csv)\n"
    )
    let found = try #require(try PNGProvenance.read(from: page.files[0].data))
    #expect(found.figure == "line" && found.runs == "r1 r2" && found.engine == "dartboard 1.2.3")
    #expect(found.data.count == 64)
  }

  @Test("a written page is what it would be again; every change is named")
  func differences() throws {
    try withFolder { folder in
      let page = try page([1, 2, 3])
      #expect(page.differences(from: folder).count == 3)
      try page.write(to: folder)
      #expect(page.differences(from: folder).isEmpty)
      let other = try self.page([1, 2, 4])
      let data = other.differences(from: folder).map(\.description)
      #expect(data.count == 2)
      #expect(data[0].contains("line.png: was drawn from other data"))
      #expect(data[1].contains("line.csv: line 4"))
      let words = try self.page([1, 2, 3], words: "Other.").differences(from: folder)
      #expect(words.map(\.file) == ["README.md"])
      #expect(words[0].what == "line 3 is 'Words.', would be 'Other.'")
    }
  }

  @Test("figures that a page no longer has are told and removed, other files are left alone")
  func leftovers() throws {
    try withFolder { folder in
      try page([1, 2, 3]).write(to: folder)
      let own = Data("mine".utf8)
      try own.write(to: URL(filePath: folder).appending(path: "notes.txt"))
      var writer = ReportWriter(version: "1")
      writer.add("# Empty")
      let empty = writer.page(title: "Empty")
      #expect(
        Set(empty.differences(from: folder).map(\.file)) == ["README.md", "line.png", "line.csv"]
      )
      try empty.write(to: folder)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(left == ["README.md", "notes.txt"])
    }
  }
}
