import Networks
import Testing

@Suite struct AlphaLayoutTests {
  private let uneven = AlphaLayout(
    [
      AlphaLayout.Draft(group: "a", edge: 0, source: 0, target: 2, operations: ["x", "y"]),
      AlphaLayout.Draft(group: "a", edge: 1, source: 1, target: 2, operations: ["x"]),
      AlphaLayout.Draft(group: "a", edge: 2, source: 0, target: 3, operations: ["x", "y", "z"]),
      AlphaLayout.Draft(group: "b", edge: 0, source: 0, target: 2, operations: ["y", "z"]),
    ],
    rule: KeepRule()
  )

  @Test("rows of different widths follow each other without gaps")
  func offsets() {
    #expect(uneven.rows.map { $0.range } == [0..<2, 2..<3, 3..<6, 6..<8])
    #expect(uneven.count == 8)
    #expect(uneven.rowOfIndex == [0, 0, 1, 2, 2, 2, 3, 3])
  }

  @Test("a group knows its width only when its rows agree")
  func groups() {
    #expect(uneven.groups.map { $0.name } == ["a", "b"])
    #expect(uneven.groups.map { $0.width } == [nil, 2])
    #expect(uneven.groups.map { $0.range } == [0..<6, 6..<8])
  }

  @Test("the edges into a node of a group belong together")
  func nodes() {
    #expect(uneven.nodes.map { $0.rows } == [[0, 1], [2], [3]])
  }

  @Test("choices become a mask and come back")
  func mask() {
    let choices = [AlphaChoice(row: 0, operation: 1), AlphaChoice(row: 2, operation: 2)]
    let mask = uneven.mask(choices)
    #expect(mask == [false, true, false, false, false, true, false, false])
    #expect(uneven.choices(mask) == choices)
  }

  @Test("the DARTS layout is [kind][edge][operation]")
  func darts() {
    let layout = CellSpace.darts.layout(NetworkShape())
    #expect(layout.count == 224)
    #expect(layout.groups.map { $0.name } == ["normal", "reduce"])
    #expect(layout.rows[15].id == "reduce 1-2")
    #expect(layout.rows[15].offset == 120)
    #expect(layout.nodes.map { $0.rows.count } == [2, 3, 4, 5, 2, 3, 4, 5])
  }
}
