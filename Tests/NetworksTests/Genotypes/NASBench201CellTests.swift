import Foundation
import Networks
import Testing

@Suite struct NASBench201CellTests {
  static let text =
    "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|nor_conv_1x1~1|none~2|"

  @Test("all 15,625 cells have different strings and survive string and index")
  func enumerates() throws {
    var seen: Set<String> = []
    for (index, cell) in NASBench201Cell.all.enumerated() {
      #expect(cell.index == index)
      seen.insert(cell.text)
      if index % 97 == 0 { #expect(try NASBench201Cell(parsing: cell.text) == cell) }
    }
    #expect(seen.count == 15_625)
  }

  @Test("edges are ordered by target, then source, the first counting most in the index")
  func orders() throws {
    let cell = try NASBench201Cell(parsing: Self.text)
    #expect(cell.text == Self.text)
    #expect(
      cell.operations == [
        .convolution3x3, .none, .skipConnect, .averagePooling3x3, .convolution1x1, .none,
      ]
    )
    #expect(cell.index == ((((3 * 5 + 0) * 5 + 1) * 5 + 4) * 5 + 2) * 5 + 0)
    #expect(NASBench201Cell(index: 1)[5] == .skipConnect)
  }

  @Test("a log's wrapper, missing edges and edges out of order are read")
  func readsLoosely() throws {
    let expected = try NASBench201Cell(parsing: Self.text)
    #expect(try NASBench201Cell(parsing: "Structure(4 nodes with \(Self.text))") == expected)
    #expect(
      try NASBench201Cell(
        parsing: "arch = |nor_conv_3x3~0|+|skip_connect~1|+|nor_conv_1x1~1|avg_pool_3x3~0|\n"
      )
        == expected
    )
    #expect(try NASBench201Cell(parsing: "|+|+|") == NASBench201Cell())
  }

  @Test("a cell is its string in JSON")
  func codes() throws {
    let cell = try NASBench201Cell(parsing: Self.text)
    let data = try JSONEncoder().encode([cell])
    #expect(String(decoding: data, as: UTF8.self) == "[\"\(Self.text)\"]")
    #expect(try JSONDecoder().decode([NASBench201Cell].self, from: data) == [cell])
    #expect(throws: GenotypeError.self) {
      try JSONDecoder().decode([NASBench201Cell].self, from: Data("[\"|none~0|\"]".utf8))
    }
  }

  @Test("there are 6,466 cells by the benchmark's key, 4,930 up to isomorphism, and 341 dead ones")
  func counts() {
    var keys: Set<String> = []
    var functions: Set<String> = []
    var dead = 0
    for cell in NASBench201Cell.all {
      keys.insert(cell.benchmarkKey)
      functions.insert(cell.isomorphismKey)
      if !cell.isConnected { dead += 1 }
      #expect(cell.isConnected != cell.isomorphismKey.isEmpty)
    }
    #expect(keys.count == 6_466)
    #expect(functions.count == 4_930)
    #expect(dead == 341)
  }

  @Test("a cell and the same with its middle nodes swapped have one canonical form")
  func canonicalizes() throws {
    let one = try NASBench201Cell(
      parsing: "|nor_conv_3x3~0|+|avg_pool_3x3~0|none~1|+|none~0|nor_conv_1x1~1|none~2|"
    )
    let other = try NASBench201Cell(
      parsing: "|avg_pool_3x3~0|+|nor_conv_3x3~0|none~1|+|none~0|none~1|nor_conv_1x1~2|"
    )
    #expect(one.isIsomorphic(to: other))
    #expect(one.canonical == other.canonical)
    #expect(one.canonical.index <= min(one.index, other.index))
    #expect(one.canonical.canonical == one.canonical)
    #expect(!one.isIsomorphic(to: NASBench201Cell()))
  }

  @Test("24 cells differ in one edge")
  func neighbours() throws {
    let cell = try NASBench201Cell(parsing: Self.text)
    #expect(Set(cell.neighbours).count == 24)
    #expect(cell.neighbours.allSatisfy { cell.editDistance(to: $0) == 1 })
  }

  static let form =
    "; the form is |nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+"
    + "|skip_connect~0|none~1|avg_pool_3x3~2|"

  static let malformed: [(text: String, message: String)] = [
    ("none~0|", "line 1, column 1: expected '|', got 'none~0|'" + form),
    ("|none~0|", "line 1, column 9: expected '+', got the end of the text" + form),
    ("|none~|", "line 1, column 7: expected the number of a node, got '|'" + form),
    ("|none~0", "line 1, column 8: expected '|', got the end of the text" + form),
    (
      "|nor_conv3x3~0|",
      "line 1, column 2: no operation is named 'nor_conv3x3' (did you mean 'nor_conv_3x3'?); known "
        + "are none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3"
    ),
    (
      "|none~0|+|none~0|none~2|",
      "line 1, column 23: node 2 reads node 2, but only nodes 0 to 1 come before it"
    ),
    (
      "|none~0|+|none~0|none~0|",
      "line 1, column 23: two edges come from node 0; the sources of a node must differ"
    ),
    ("|+|+|+|", "line 1, column 6: expected the end of the text, got '+|'" + form),
  ]

  @Test("a malformed string says what is wrong and where", arguments: malformed)
  func explains(text: String, message: String) {
    let got = fault { () throws(GenotypeError) in _ = try NASBench201Cell(parsing: text) }
    #expect(got == "genotype, " + message)
  }
}
