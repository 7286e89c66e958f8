import Charts
import Foundation
import Testing

@Suite struct ChartKindsTests {
  @Test("every file of Kinds has a line in the catalogue and the other way round")
  func folder() throws {
    let folder = Paths.package.appendingPathComponent("Sources/Charts/Kinds")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }.sorted()
    let types = ChartKinds.all.map { String(describing: $0) }.sorted()
    #expect(files == types)
  }

  @Test("ids and summaries are told apart")
  func identity() {
    #expect(Set(ChartKinds.all.map { $0.id }).count == ChartKinds.all.count)
    #expect(Set(ChartKinds.all.map { $0.summary }).count == ChartKinds.all.count)
    #expect(ChartKinds.kind("lines") != nil)
    #expect(ChartKinds.kind("pie") == nil)
  }

  @Test("an unknown kind is refused with the known ones")
  func unknown() throws {
    let json = Data(#"{"kind": "pie", "chart": {}}"#.utf8)
    let error = try #require(throws: DecodingError.self) {
      try JSONDecoder().decode(Figure.self, from: json)
    }
    #expect("\(error)".contains("pie"))
    #expect("\(error)".contains("heat-map"))
  }
}

/// Where the files of the package are, found from this file.
enum Paths {
  static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let fixtures = package.appendingPathComponent("fixtures/charts")
}
