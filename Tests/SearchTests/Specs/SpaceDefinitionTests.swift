import Foundation
import Networks
import Records
import Search
import Testing
import Training

@Suite struct SpaceDefinitionTests {
  private func read(_ yaml: String) throws -> SpaceDefinition {
    try SpecReader.read(SpaceDefinition.self, yaml: yaml, file: "space.yaml")
  }

  @Test("the worked example is read and says what its comments say")
  func example() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appending(path: "fixtures/spaces/pools-then-convolutions.yaml").path()
    let data = try #require(FileManager.default.contents(atPath: path))
    let definition = try read(String(decoding: data, as: UTF8.self))
    let layout = definition.space.layout(NetworkShape(channels: 8, cells: 5))
    #expect(layout.groups.map { $0.name } == ["normal", "reduce"])
    #expect(layout.rows[0].operations == ["skip_connect", "sep_conv_3x3", "dil_conv_3x3"])
    #expect(layout.rows[9].operations == ["max_pool_3x3", "skip_connect"])
  }

  @Test(
    "a fault names line, key and what was expected",
    arguments: [
      ("nodes: 2\noperatons: [none]\n", "space.yaml:2:1", "operations"),
      ("nodes: two\n", "space.yaml:1:8, nodes", "whole number"),
      ("nodes: 0\n", "space.yaml:1:8, nodes", "1 to 12"),
      ("operations: [sep_conv_33]\n", "operations.0", "sep_conv_3x3"),
      ("sharing: kinds\n", "space.yaml:1:10, sharing", "kind, all, none"),
      ("normal:\n  0-9: [skip_connect]\n", "normal.0-9", "0-2"),
      ("operations: []\n", "operations", "at least one operation"),
      ("inputs: 3\n", "inputs", "2 where cells share"),
    ]
  )
  func faults(_ yaml: String, _ place: String, _ expected: String) {
    do {
      _ = try read(yaml)
      Issue.record("\(yaml) was read")
    } catch {
      let text = String(describing: error)
      #expect(text.contains(place) && text.contains(expected), "\(text)")
    }
  }

  @Test("a search of a defined space carries the definition in its spec")
  func spec() throws {
    var spec = SearchSpec()
    spec.space = SpaceDefinition.id
    spec.definition.nodes = 1
    #expect(spec.validate().isEmpty)
    let layout = try #require(spec.searchSpace).layout(NetworkShape())
    #expect(layout.rows.count == 4)
    spec.definition.operations = ["sep"]
    #expect(spec.validate().map { $0.place } == ["definition.operations.0"])
    #expect(spec.searchSpace == nil)
    spec = SearchSpec()
    spec.reach = 3
    #expect(spec.validate().map { $0.place } == ["reach"])
    spec.space = "gold"
    #expect(spec.searchSpace?.layout(NetworkShape(cells: 1)).rows.count == 18)
  }
}
