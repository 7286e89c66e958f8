import Engine
import Networks
import Testing

@testable import Search

/// Derivations where an edge may keep any number of its operations.
@Suite struct SubsetDerivationTests {
  private let space = CellSpace.gold
  private let layout = CellSpace.gold.layout(NetworkShape(channels: 4, cells: 2))

  private func context(_ change: (inout [Double]) -> Void) -> DerivationContext {
    var weights = [Double](repeating: 0.1, count: layout.count)
    change(&weights)
    return DerivationContext(layout: layout, weights: weights)
  }

  private func cells(_ choices: [AlphaChoice]) throws -> [CellGenotype] {
    guard case .cells(let cells) = space.architecture(choices, in: layout) else {
      throw GenotypeError.unrecognized(known: [])
    }
    return cells
  }

  @Test("a threshold keeps two, one or no operation on an edge, and all edges of a node")
  func thresholded() throws {
    let context = context { weights in
      // Cell 0: both operations of 0-2 and the convolution of 1-2.
      for index in [0, 1, 3] { weights[index] = 0.9 }
      // Every operation into the last node of cell 1.
      let rows = layout.nodes[7].rows
      for row in rows { for index in layout.rows[row].range { weights[index] = 0.95 } }
    }
    let cells = try cells(Thresholded().choices(context))
    #expect(cells[0].nodes[0].map { $0.source }.sorted() == [0, 0, 1])
    #expect(cells[0].nodes[0].filter { $0.source == 1 }.map { $0.operation } == ["sep_conv_3x3"])
    #expect(cells[1].nodes[3].count == 10)
    // A node without strong operations keeps one, so that a network can be built.
    #expect(cells[0].nodes[1].count == 1)
  }

  @Test("argmax keeps what is as strong as an even share of its edge")
  func argmax() throws {
    let context = context { weights in
      // 0-2: the convolution alone; 1-2: even.
      weights[1] = 0.6
    }
    let cells = try cells(ArgmaxTop2().choices(context))
    #expect(
      cells[0].nodes[0] == [
        GenotypeEdge(operation: "sep_conv_3x3", source: 0),
        GenotypeEdge(operation: "skip_connect", source: 1),
        GenotypeEdge(operation: "sep_conv_3x3", source: 1),
      ]
    )
  }

  @Test("random architectures are subsets of what is left, none of them empty, all alike")
  func random() {
    var alive = [Bool](repeating: true, count: layout.count)
    alive[2] = false
    // Three operations are left into the first node: seven subsets.
    var counts: [[AlphaChoice]: Int] = [:]
    for number in 0..<1400 {
      let stream = RandomStream(seed: 3, name: "test/subsets")
      let choices = RandomArchitecture.choices(layout, alive: alive) { bound, index in
        stream.integer(below: bound, step: UInt64(number), index: UInt64(index))
      }
      #expect(!choices.contains(AlphaChoice(row: 1, operation: 0)))
      counts[choices.filter { $0.row < 2 }, default: 0] += 1
    }
    #expect(counts.count == 7)
    // Binomial deviation sqrt(200 * 6 / 7) = 13.1.
    #expect(counts.values.allSatisfy { abs($0 - 200) < 66 })
  }
}
