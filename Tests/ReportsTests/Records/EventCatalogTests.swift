import Foundation
import Records
import Reports
import Testing

@Suite struct EventCatalogTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "fixtures")

  /// Recorded event logs: of every method, of a training, of probes.
  static let logs: [String] = {
    let folder = fixtures.appending(path: "golden").path()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".events.jsonl") }.sorted()
  }()

  @Test("the schema that is kept is the one made from the types")
  func kept() throws {
    let kept = try String(
      contentsOf: Self.fixtures.appending(path: "schema/events.json"),
      encoding: .utf8
    )
    #expect(
      try EventCatalog.schemaText() == kept,
      "after a change that is meant: dartboard schema > fixtures/schema/events.json"
    )
    #expect(try JSONValue(parsing: kept) == EventCatalog.schema())
  }

  @Test("every recorded event fits the schema")
  func recorded() throws {
    let check = SchemaCheck(try EventCatalog.schema())
    #expect(Self.logs.count > 20)
    for name in Self.logs {
      let path = Self.fixtures.appending(path: "golden/\(name)").path()
      for (index, event) in try EventReader(path: path).events.enumerated() {
        let misfit = check.misfit(of: event)
        #expect(misfit == nil, "\(name), line \(index + 1): \(misfit.map { "\($0)" } ?? "")")
      }
    }
  }

  @Test(
    "a recorded event without one of its fields, or with one of another type, is told with its place"
  )
  func misfits() throws {
    let check = SchemaCheck(try EventCatalog.schema())
    let path = Self.fixtures.appending(path: "golden/every-operation.events.jsonl").path()
    for event in try EventReader(path: path).events {
      guard case .object(let members) = event else { continue }
      for name in members.keys.sorted() {
        var other = members
        other[name] = nil
        #expect(check.misfit(of: .object(other)) != nil, "without \(name)")
        other[name] = .object(["unknown": .bool(true)])
        let found = try #require(check.misfit(of: .object(other)), "another \(name)")
        #expect(found.place.hasPrefix(name) || found.place == "event", "\(found)")
      }
    }
  }
}
