import Foundation
import Networks
import Testing

@Suite struct SpaceCatalogTests {
  @Test("every file of a space has its line in the catalogue, and every line its file")
  func files() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appending(path: "Sources/Networks/Spaces").path()
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".swift") && !$0.hasPrefix("SpaceCatalog") }
      .map { $0.replacing(".swift", with: "").replacing("Space", with: "").lowercased() }
    #expect(names.sorted() == SpaceCatalog.all.map { $0.id }.sorted())
  }

  @Test("every space says what it is, where it comes from and of which known operations it is made")
  func described() throws {
    for space in SpaceCatalog.all {
      #expect(!space.summary.isEmpty)
      // A paper and where in it.
      #expect(space.source.contains("20") && space.source.contains(","), "\(space.id)")
      #expect(space.operations.allSatisfy { OperationCatalog.operation($0) != nil }, "\(space.id)")
      let named = Set(space.layout(space.paperShape).operationOfIndex)
      #expect(named == Set(space.operations), "\(space.id)")
    }
  }

  @Test(
    "an architecture tells the space it belongs to, cells of their own by how far they look back"
  )
  func told() throws {
    for text in [
      "Genotype(gene=[[('skip_connect', 0, 3)]], concat=range(3, 4), inputs=3)",
      "Blocks(k3_e1, k3_e1, k5_e3, k3_e1)", "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|",
    ] {
      let read = try GenotypeFormatCatalog.read(text)
      let space = SpaceCatalog.space(of: read)
      #expect(space.text(read) == text)
      #expect(SpaceCatalog.space(space.id, holding: read)?.id == space.id)
    }
    let far = try GenotypeFormatCatalog.read(
      "Genotype(gene=[[('skip_connect', 2, 3)]], concat=[3], inputs=3)"
    )
    let layout = try #require(SpaceCatalog.space("gold", holding: far)).layout(
      NetworkShape(cells: 1)
    )
    #expect(layout.rows[0].target == 3)
    #expect(SpaceCatalog.space("auto", holding: far) == nil)
  }
}
