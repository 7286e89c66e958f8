import Foundation
import Records
import Search
import Testing
import Training

@testable import Reports

@Suite struct NotebookTests {
  private func read(_ text: String, profile: String? = nil) throws -> Notebook {
    try Notebook(text, path: "n.md", name: "n", profile: profile)
  }

  private let starter = NotebookStarter.text("starter")

  @Test("the starter reads under both profiles and differs between them")
  func starters() throws {
    let quick = try read(starter)
    let full = try read(starter, profile: "full")
    #expect(quick.profile == "quick" && quick.reportName == "n" && full.reportName == "n/full")
    #expect(quick.searches.count == 4)
    #expect(quick.searches.map(\.epochs) == [3, 3, 3, 3])
    #expect(full.searches.map(\.epochs) == [50, 50, 50, 50])
    #expect(quick.searches.map(\.seed) == [1, 2, 1, 2])
    #expect(quick.searches[0].choices.relaxation.id == "softmax")
    #expect(quick.searches[2].choices.relaxation.id == "sigmoid")
    #expect(Set(try quick.searches.map { try $0.hash() }).count == 4)
    #expect(quick.front.budget == 300)
  }

  @Test("values that only differ in what no file's name can hold give runs of different names")
  func names() throws {
    let text = "```sweep\nname: s\ngrid:\n  method: [darts+, darts-]\n```\n"
    #expect(Set(try read(text).searches.map(\.name)).count == 2)
  }

  private let grid = """
    ---
    profile: full
    profiles:
      quick: {grid.seed: [1], epochs: 2}
    ---

    ```sweep
    name: s
    channels: 8
    grid:
      method: [gold-nas, gdas]
      seed: [1, 2, 3]
    arms:
      gdas: {alpha.rate: 0.5, choices.timing.rest: 0.5}
    ```

    """

  @Test("a profile replaces lists of a grid, and a method brings its paper's training")
  func grids() throws {
    #expect(try read(grid).searches.count == 6)
    let quick = try read(grid, profile: "quick").searches
    #expect(quick.map(\.seed) == [1, 1] && quick.map(\.epochs) == [2, 2])
    #expect(quick[0].alphaOptimizer == .sgd && quick[0].alpha.rate == 1)
    #expect(quick[1].alphaOptimizer == .adam && quick[0].channels == 8)
    #expect(quick[1].alpha.rate == 0.5, "settings of an arm are laid over the method's")
    #expect(quick[1].choices.timing.rest == 0.5 && quick[1].choices.relaxation.id == "gumbel-hard")
    let arm = try #require(throws: SpecError.self) {
      try read(grid.replacing("gdas: {", with: "gdsa: {"))
    }
    #expect(arm.description.contains("did you mean 'gdas'"), "\(arm)")
    let error = try #require(throws: SpecError.self) {
      try read(grid.replacing("grid.seed", with: "grid.sead"), profile: "quick")
    }
    #expect(error.description.contains("did you mean 'grid.seed'"), "\(error)")
    let list = try #require(throws: SpecError.self) {
      try read(grid.replacing("[1], epochs", with: "1, epochs"), profile: "quick")
    }
    #expect(list.description.hasPrefix("n.md:4"), "\(list)")
  }

  @Test("an arm reaches options that only its method has")
  func armOptions() throws {
    let text = grid.replacing("gold-nas", with: "random").replacing(
      "gdas: {alpha.rate: 0.5, choices.timing.rest: 0.5}",
      with: "random: {choices.update.epochs: 2}"
    )
    #expect(try read(text).searches[0].choices.update as? Candidates == Candidates(epochs: 2))
  }

  @Test("a notebook without front matter keeps its name and every word")
  func plain() throws {
    let notebook = try read("# Title\n\n- a\n- b\n\nText `{{ code }}` and \\{{ escaped.\n")
    #expect(notebook.front.title == "n")
    guard case .prose(let prose)? = notebook.pieces.first, notebook.pieces.count == 1,
      case .text(let text)? = prose.parts.first
    else {
      Issue.record("expected one piece of prose")
      return
    }
    #expect(text == "# Title\n\n- a\n- b\n\nText `{{ code }}` and {{ escaped.\n")
  }

  /// Text after the run that every case needs, what the error says, and where it points.
  private static let mistakes: [(String, String, String)] = [
    ("```run\nname: a\nchanels: 4\n```", "n.md:9:1", "did you mean 'channels'"),
    ("```run\nname: a\nepochs: many\n```", "n.md:9:9", "many"),
    ("```run\nname: a\nepochs: -3\n```", "n.md:9:9", "-3"),
    ("```run\nname: one\n```", "n.md:7:1", "a name no other run has"),
    ("```chart\npanel: curvs\n```", "n.md:8:8", "did you mean 'curves'"),
    ("```chart\npanel: curves\nrun: two\n```", "n.md:9:6", "one of the runs above: one"),
    ("```chart\npanel: curves\nwith: 3\n```", "n.md:9:1", "one of the keys"),
    ("```table\nmetrics: [supernet.acuracy]\n```", "n.md:8:10", "supernet.accuracy"),
    ("```sweep\nname: s\ngrid:\n  seed: 3\n```", "n.md:10", "a list of values"),
    ("```sweep\nname: s\ngrid:\n  seed: [1, x]\n```", "n.md:10:13", "seed"),
    ("```sweep\nname: s\ngrid:\n  sead: [1, 2]\n```", "n.md:10:10", "did you mean 'seed'"),
    ("```sweep\nname: s\n```", "n.md:7:1", "grid"),
    ("Text {{ one.supernet.acc }} more", "n.md:7:6", "supernet.accuracy"),
    ("Text {{ two.seed }}", "n.md:7:6", "one of one"),
    ("Text {{ one[x].seed }}", "n.md:7:6", "single run"),
    ("Text {{ one.seed", "n.md:7:6", "}} on the same line"),
    ("```chart\npanel: [\n```", "n.md:", "YAML"),
    ("```chart\npanel: curves\npanel: skips\n```", "n.md:", "panel twice"),
    ("```chart\npanel: curves\n\ttitle: x\n```", "n.md:9:1", "not with a tab"),
    ("```char\npanel: curves\n```", "n.md:7:1", "did you mean 'chart'"),
    ("```runs\nname: two\n```", "n.md:7:1", "did you mean 'run'"),
  ]

  @Test("a mistake is answered with file, line, column and what to write", arguments: mistakes)
  func answered(_ text: String, _ place: String, _ words: String) throws {
    let whole = "# N\n\n```run\nname: one\n```\n\n" + text + "\n"
    let error = try #require(throws: SpecError.self) { try read(whole) }
    #expect(error.description.hasPrefix(place), Comment(rawValue: error.description))
    #expect(error.description.contains(words), Comment(rawValue: error.description))
  }

  private static let frontMistakes: [(String, String, String)] = [
    ("titel: x", "n.md:2:1", "did you mean 'title'"),
    ("title: x\nbudget: soon", "n.md:3:9", "10 minutes"),
    ("profile: quik", "n.md:2:10", "quick"),
    ("profile: quick\nprofiles:\n  quick: {epocs: 3}", "n.md:4:18", "did you mean 'epochs'"),
    ("profile: quick\nprofiles:\n  quick: {epochs: soon}", "n.md:4:19", "soon"),
  ]

  @Test("front matter answers mistakes in the same way", arguments: frontMistakes)
  func frontMatter(_ text: String, _ place: String, _ words: String) throws {
    let error = try #require(throws: SpecError.self) {
      try read("---\n\(text)\n---\n\n```run\nname: one\n```\n")
    }
    #expect(error.description.hasPrefix(place), Comment(rawValue: error.description))
    #expect(error.description.contains(words), Comment(rawValue: error.description))
  }

  @Test("front matter that does not end, and a name that cannot be a folder, are refused")
  func refused() {
    #expect(throws: SpecError.self) { try read("---\ntitle: x\n") }
    for name in ["", "..", "a/b", "a b", "-x"] {
      #expect(throws: NotebookError.self) { try Notebook("# T", path: "p.md", name: name) }
    }
  }

  @Test("a profile that the notebook does not offer is refused, its own and stated ones are not")
  func offered() throws {
    let text = "---\nprofile: full\nprofiles: {full: {epochs: 3}}\n---\n\n```run\nname: a\n```\n"
    #expect(try read(text).searches.map(\.epochs) == [3])
    let error = try #require(throws: SpecError.self) { try read(text, profile: "quick") }
    #expect(error.description.contains("n.md:1:1") && error.description.contains("quick: {epochs"))
    #expect(try read("```run\nname: a\n```\n", profile: "full").reportName == "n")
  }

  @Test("times are read in seconds, minutes and hours")
  func budgets() {
    #expect(FrontMatter.seconds("90 seconds") == 90)
    #expect(FrontMatter.seconds("1.5 hours") == 5400)
    #expect(FrontMatter.seconds("-1 minutes") == nil)
    #expect(FrontMatter.seconds("ten minutes") == nil)
    #expect(FrontMatter.seconds("10") == nil)
  }
}
