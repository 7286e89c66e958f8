import Charts
import Testing

@Suite struct CellGraphTests {
  /// Every cell of four intermediate nodes with two inputs each, sampled by a fixed stride.
  private static let sources: [[[Int]]] = (0..<40).map { seed in
    (0..<4).map { node in
      let choices = node + 2
      let first = (seed * 7 + node * 3) % choices
      let second = (first + 1 + (seed * 5 + node) % (choices - 1)) % choices
      return [first, second]
    }
  }

  @Test("all eight operation labels of any cell are shown in full", arguments: sources)
  func labels(sources: [[Int]]) throws {
    let operations = ["skip_connect", "sep_conv_3x3", "dil_conv_5x5", "max_pool_3x3"]
    let edges = sources.enumerated().flatMap { node, inputs in
      inputs.enumerated().map { slot, source in
        CellGraph.Edge(
          source: source,
          target: node + 2,
          label: operations[(node * 2 + slot) % 4]
        )
      }
    }
    let graph = CellGraph(
      nodes: ["c_{k-2}", "c_{k-1}", "0", "1", "2", "3", "c_{k}"],
      edges: edges + (2...5).map { CellGraph.Edge(source: $0, target: 6) },
      terminals: [0, 1, 6]
    )
    let layout = try FigureRenderer().render(
      Figure(title: "t", width: 960, height: 420, chart: graph)
    ).layout
    #expect(layout.problems == [])
    #expect(layout.omitted == [])
    #expect(layout.texts.count == 1 + 7 + 8)
    #expect(layout.texts.allSatisfy { $0.drawn == $0.full })
  }

  @Test("a chain of 22 blocks stands in rows with every name in full, in less room cut")
  func chain() throws {
    let names = ["k5_e1_g2", "skip", "k7_e6", "k3_e3"]
    let graph = CellGraph(
      nodes: ["in"] + (1...21).map { "\($0)" } + ["out"],
      edges: (0..<22).map { .init(source: $0, target: $0 + 1, label: names[$0 % 4]) },
      terminals: [0, 22]
    )
    func layout(_ width: Double, _ height: Double) throws -> LayoutReport {
      try FigureRenderer().render(
        Figure(title: "t", width: width, height: height, chart: graph)
      ).layout
    }
    let wide = try layout(1280, 320)
    #expect(wide.problems == [])
    #expect(wide.omitted == [])
    #expect(wide.texts.count == 1 + 23 + 22)
    #expect(wide.texts.allSatisfy { $0.drawn == $0.full })
    let rows = Set(wide.texts.dropFirst().map { Int($0.box.top.rounded()) })
    #expect(rows.count < 8)
    #expect(try layout(420, 240).problems == [])
  }

  @Test("edges that lead nowhere later are left out with a note")
  func invalid() throws {
    let graph = CellGraph(
      nodes: ["a", "b"],
      edges: [
        .init(source: 0, target: 1, label: "x"), .init(source: 1, target: 0, label: "back"),
        .init(source: 0, target: 9, label: "far"),
      ]
    )
    #expect(graph.notes == ["2 edges to no later node not shown"])
    #expect(graph.table.rows.count == 1)
  }
}
