import Charts
import Foundation
import Records
import Search
import Testing

@testable import Reports

/// What is told of a committed report while its runs are missing.
@Suite struct StatedReportTests {
  private static let text = """
    ---
    profile: full
    profiles:
      quick: {epochs: 1}
    ---
    # Title

    Words of the notebook.

    ```run
    name: one
    ```

    ```run
    name: two
    seed: 2
    ```

    Last words with `code`.

    """

  private func notebook(_ text: String = text, profile: String? = nil) throws -> Notebook {
    try Notebook(text, path: "n.md", name: "n", profile: profile)
  }

  /// A page as a runner would have written it, without results.
  private func page(of notebook: Notebook) throws -> ReportPage {
    var writer = ReportWriter(version: "1")
    for case .prose(let prose) in notebook.pieces {
      for case .text(let text) in prose.parts { writer.add(text) }
    }
    let figure = Figure(
      title: "A line",
      width: 300,
      height: 200,
      chart: Lines(series: [Series("a", y: [1, 2])], x: Axis("x"), y: Axis("y"))
    )
    try writer.add(
      .figure(figure, alternative: "a"),
      name: "line",
      summary: "",
      caption: "",
      runs: ["one"]
    )
    writer.add("Profile `\(notebook.profile)` of n.md.")
    for spec in notebook.searches { writer.add("`\(try spec.hash())`") }
    return writer.page(title: "T")
  }

  private func withReport(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try page(of: try notebook()).write(to: folder.path())
    try body(folder.path())
  }

  @Test("a report of the notebook has no difference")
  func same() throws {
    let notebook = try notebook()
    try withReport { #expect(StatedReport.differences(notebook, from: $0) == []) }
  }

  @Test("a report that is not there is missing")
  func missing() throws {
    let found = StatedReport.differences(try notebook(), from: "/nowhere")
    #expect(found.map(\.description) == ["README.md: missing"])
  }

  @Test(
    "another profile, other specs and other words are told",
    arguments: [
      ("seed: 2", "seed: 3", "was not made from 1 of the notebook's 2 runs, two first"),
      ("Words of", "Works of", "lacks the words 'Works of the notebook.'"),
      ("full\n", "quick\n", "does not say that it is of the profile quick"),
    ]
  )
  func different(_ old: String, _ new: String, _ what: String) throws {
    try withReport { folder in
      let changed = try notebook(Self.text.replacing(old, with: new, maxReplacements: 1))
      let found = StatedReport.differences(changed, from: folder).map(\.description)
      #expect(found.contains("README.md: \(what)"), Comment(rawValue: "\(found)"))
    }
  }

  @Test("data that a picture was not drawn from, and a picture that is gone, are told")
  func figures() throws {
    try withReport { folder in
      try Data("series,x,y\r\n".utf8).write(to: URL(filePath: "\(folder)/line.csv"))
      let found = StatedReport.differences(try notebook(), from: folder)
      #expect(
        found.map(\.description) == ["line.png: was drawn from other data than the CSV beside it"]
      )
      try FileManager.default.removeItem(atPath: "\(folder)/line.png")
      let gone = StatedReport.differences(try notebook(), from: folder)
      #expect(gone.map(\.description) == ["line.png: missing"])
    }
  }

  @Test("what stands between the marks of one machine is not compared")
  func machine() throws {
    let text = "a\n<!-- of one machine -->\nb\n<!-- end -->\nc\n"
    #expect(
      MachineText.removed(from: text) == MachineText.removed(from: text.replacing("b", with: "xyz"))
    )
    #expect(
      MachineText.removed(from: text) != MachineText.removed(from: text.replacing("c", with: "d"))
    )
    #expect(
      MachineText.removed(from: "a <!-- of one machine --> b") == "a <!-- of one machine --> b"
    )
    try withReport { folder in
      func page(_ words: String) -> ReportPage {
        var writer = ReportWriter(version: "1")
        for text in ["# T", MachineText.begin, words, MachineText.end] { writer.add(text) }
        return writer.page(title: "T")
      }
      try page("8 threads").write(to: folder)
      #expect(page("2 threads").differences(from: folder).isEmpty)
    }
  }

  @Test("a figure that measures one machine may be missing, any other may not")
  func machineFigure() throws {
    func page(measured: Bool, marked: Bool) throws -> ReportPage {
      var writer = ReportWriter(version: "1")
      writer.add("# T")
      if marked { writer.add(MachineText.begin) }
      let chart = Lines(series: [Series("a", y: [1, 2])], x: Axis("x"), y: Axis("y"))
      if measured {
        try writer.add(
          .figure(Figure(title: "A", width: 300, height: 200, chart: chart), alternative: "a"),
          name: "timing",
          summary: "",
          caption: "",
          runs: ["one"]
        )
      }
      if marked { writer.add(MachineText.end) }
      return writer.page(title: "T")
    }
    try withReport { folder in
      try page(measured: true, marked: true).write(to: folder)
      #expect(try page(measured: false, marked: true).differences(from: folder).isEmpty)
      try page(measured: true, marked: false).write(to: folder)
      let found = try page(measured: false, marked: false).differences(from: folder)
      #expect(found.contains { $0.description == "timing.png: no longer part of the report" })
    }
  }
}
