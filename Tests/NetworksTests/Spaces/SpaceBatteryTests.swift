import Engine
import Networks
import Testing

/// What holds in every space of the catalogue.
@Suite struct SpaceBatteryTests {
  private func small(_ space: any SearchSpace) -> NetworkShape {
    var shape = space.compactShape
    shape.channels = 4
    shape.cells = min(shape.cells, 4)
    shape.height = 8
    shape.width = 8
    return shape
  }

  private func draw(_ number: Int) -> (Int) -> Int {
    let stream = RandomStream(seed: 7, name: "test/draw")
    var index: UInt64 = 0
    return { bound in
      defer { index += 1 }
      return stream.integer(below: bound, step: UInt64(number), index: index)
    }
  }

  @Test("an architecture is written, read, taken apart and put together", arguments: ids)
  func roundTrip(_ id: String) throws {
    let space = try #require(SpaceCatalog.space(id))
    let layout = space.layout(small(space))
    for number in 0..<20 {
      let choices = layout.randomChoices(draw(number))
      let architecture = space.architecture(choices, in: layout)
      let text = space.text(architecture)
      #expect(!text.isEmpty)
      let read = try space.architecture(parsing: text)
      #expect(read == architecture)
      let again = try space.choices(of: read, in: layout)
      #expect(layout.mask(again) == layout.mask(choices))
      #expect(architecture.canonical == architecture.canonical.canonical)
      #expect(architecture.isIsomorphic(to: architecture))
      #expect(architecture.graphs.allSatisfy { !$0.nodes.isEmpty })
    }
  }

  @Test("neighbours differ, belong to the space, and are one change away", arguments: ids)
  func neighbours(_ id: String) throws {
    let space = try #require(SpaceCatalog.space(id))
    let layout = space.layout(small(space))
    let choices = layout.randomChoices(draw(3))
    let own = space.architecture(choices, in: layout)
    let others = layout.neighbours(of: choices)
    #expect(!others.isEmpty)
    for other in others {
      let architecture = space.architecture(other, in: layout)
      #expect(architecture != own)
      let distance = try #require(own.editDistance(to: architecture))
      // In S1 an edge may move to one that lacks its operation, which changes both.
      #expect(distance == 1 || (id == "s1" && distance == 2))
    }
  }

  @Test("the network of an architecture runs forwards and backwards", arguments: ids)
  func network(_ id: String) throws {
    let space = try #require(SpaceCatalog.space(id))
    let shape = small(space)
    let layout = space.layout(shape)
    let architecture = space.architecture(layout.randomChoices(draw(1)), in: layout)
    let tape = try space.network(architecture, shape, DerivedOptions(dropsPaths: true))
    let execution = Execution(tape: tape, batch: 2, pool: ThreadPool(threads: 1))
    execution.initialize(seed: 1)
    execution.forward(count: 2, updateRunning: true)
    execution.backward(weights: true, gates: false)
    #expect(execution.loss.isFinite)
  }

  @Test("architectures are numbered without gaps or repeats")
  func enumeration() throws {
    let tiny = CellSpace(
      id: "tiny",
      summary: "",
      source: "",
      nodes: 2,
      operations: ["none", "skip_connect", "sep_conv_3x3"],
      sharing: .all
    )
    let layout = tiny.layout(NetworkShape())
    // One pair of edges, then three, of two operations each.
    #expect(layout.architectureCount.int == 4 * 12)
    let all = (0..<48).map { layout.mask(layout.choices(at: $0)) }
    #expect(Set(all).count == 48)
    let gold = CellSpace.gold.layout(NetworkShape(cells: 1))
    #expect(Set((0..<500).map { layout.mask(layout.choices(at: $0 % 48)) }).count == 48)
    #expect(Set((0..<500).map { gold.mask(gold.choices(at: $0 * 7)) }).count == 500)
  }

  @Test("random architectures are uniform: every one of 48 within five deviations of its share")
  func uniform() {
    let tiny = CellSpace(
      id: "tiny",
      summary: "",
      source: "",
      nodes: 2,
      operations: ["skip_connect", "sep_conv_3x3"],
      sharing: .all
    )
    let layout = tiny.layout(NetworkShape())
    var counts: [[Bool]: Int] = [:]
    let draws = 4800
    for number in 0..<draws {
      counts[layout.mask(layout.randomChoices(draw(number))), default: 0] += 1
    }
    #expect(counts.count == 48)
    // Binomial deviation sqrt(100 * 47 / 48) = 9.9.
    #expect(counts.values.allSatisfy { abs($0 - 100) < 50 })
  }

  private static let ids = SpaceCatalog.all.map { $0.id }
}
