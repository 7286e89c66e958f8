import Networks
import Records
import Testing

@testable import Reports

@Suite struct TrueAccuraciesTests {
  private static let cells = [
    "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|none~1|avg_pool_3x3~2|",
    "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|",
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|none~1|+|none~0|none~1|nor_conv_3x3~2|",
  ]
  private static let csv =
    "arch,test,other\n"
    + zip(cells, ["91.5,1", "10,2", "93,3"]).map { "\($0),\($1)" }
    .joined(separator: "\n") + "\n"

  @Test("accuracy, best, mean and rank are those of the column")
  func column() throws {
    let truth = try TrueAccuracies(csv: Self.csv, file: "t.csv", column: "test")
    #expect(truth.ordered == [93, 91.5, 10])
    #expect(truth.best == 93)
    #expect(abs(truth.mean - 194.5 / 3) < 1e-12)
    #expect(truth.accuracy(of: Self.cells[0]) == 91.5)
    #expect(truth.rank(of: 93) == 1 && truth.rank(of: 91.5) == 2 && truth.rank(of: 5) == 4)
    #expect(truth.accuracy(of: "Genotype(") == nil)
    #expect(truth.accuracy(of: NASBench201Cell(index: 77).text) == nil)
  }

  @Test("a missing column and a missing file are named")
  func faults() throws {
    let column = try #require(throws: AccuracyTableError.self) {
      try TrueAccuracies(csv: Self.csv, file: "t.csv", column: "test_200ep")
    }
    #expect(column.expected.contains("test_200ep") && column.got.contains("other"))
    let file = try #require(throws: AccuracyTableError.self) {
      try TrueAccuracies(path: "no/such/table.csv", column: "test")
    }
    #expect(file.file == "no/such/table.csv" && file.got == "no such file")
  }

  private static let mistakes: [(String, String)] = [
    ("```lookup\ncolumn: x\n```", "table"),
    ("```lookup\ntable: x.csv\n```", "column"),
    ("```lookup\ntable: x.csv\ncolumn: y\nof: two\n```", "one of the runs above"),
    ("```lookup\ntable: x.csv\ncolum: y\n```", "did you mean 'column'"),
  ]

  @Test("a lookup block answers mistakes with what to write", arguments: mistakes)
  func block(_ text: String, _ words: String) throws {
    let whole = "# N\n\n```run\nname: one\n```\n\n" + text + "\n"
    let error = try #require(throws: SpecError.self) {
      try Notebook(whole, path: "n.md", name: "n")
    }
    #expect(error.description.hasPrefix("n.md"), Comment(rawValue: error.description))
    #expect(error.description.contains(words), Comment(rawValue: error.description))
  }
}
