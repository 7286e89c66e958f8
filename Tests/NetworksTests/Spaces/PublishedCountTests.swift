import Engine
import Foundation
import Networks
import Testing

/// Published cells at 20 cells and 36 channels, and block-wise networks, against the same networks counted in
/// PyTorch.
@Suite struct PublishedCountTests {
  private struct Counts: Decodable {
    var name: String
    var parameters: Int
    var convolutionMultiplyAdds: Int
    var linearMultiplyAdds: Int
    var parametersWithAuxiliary: Int
    var convolutionMultiplyAddsWithAuxiliary: Int
    var linearMultiplyAddsWithAuxiliary: Int
  }

  private static func lines(_ file: String) throws -> [Substring] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appending(path: "fixtures/genotypes/" + file)
    return try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
  }

  @Test("parameters and multiply-adds are PyTorch's to the unit, with and without auxiliary head")
  func counts() throws {
    let lines = try Self.lines("published-counts.jsonl")
    #expect(lines.count == 14)
    for line in lines {
      let expected = try JSONDecoder().decode(Counts.self, from: Data(line.utf8))
      let genotype = try #require(PublishedGenotype.named(expected.name)).genotype
      let shape = NetworkShape(channels: 36, cells: 20)
      func cost(_ auxiliary: Bool) throws -> NetworkCost {
        let options = DerivedOptions(hasAuxiliaryHead: auxiliary)
        return try CellSpace.darts.network(.genotype(genotype), shape, options).cost
      }
      let (plain, headed) = (try cost(false), try cost(true))
      #expect(plain.parameters == expected.parameters, "\(expected.name)")
      #expect(plain.convolutionMultiplyAdds == expected.convolutionMultiplyAdds, "\(expected.name)")
      #expect(plain.linearMultiplyAdds == expected.linearMultiplyAdds, "\(expected.name)")
      #expect(headed.parameters == expected.parametersWithAuxiliary, "\(expected.name)")
      #expect(
        headed.convolutionMultiplyAdds == expected.convolutionMultiplyAddsWithAuxiliary,
        "\(expected.name)"
      )
      #expect(
        headed.linearMultiplyAdds == expected.linearMultiplyAddsWithAuxiliary,
        "\(expected.name)"
      )
    }
  }

  private struct BlockCounts: Decodable {
    var architecture: String
    var size: Int
    var classes: Int
    var channels: Int
    var parameters: Int
    var convolutionMultiplyAdds: Int
    var linearMultiplyAdds: Int
  }

  @Test("block-wise networks of both stage tables have PyTorch's counts to the unit")
  func blocks() throws {
    let lines = try Self.lines("blocks-counts.jsonl")
    #expect(lines.count == 8)
    for line in lines {
      let expected = try JSONDecoder().decode(BlockCounts.self, from: Data(line.utf8))
      let read = try GenotypeFormatCatalog.read(expected.architecture)
      guard case .blocks(let blocks) = read else {
        Issue.record("\(expected.architecture) is read as \(read.kindName)")
        continue
      }
      let shape = NetworkShape(
        channels: expected.channels,
        cells: blocks.count,
        height: expected.size,
        width: expected.size,
        classes: expected.classes,
        stemMultiplier: 1
      )
      let cost = try BlockSpace.mobilenet.network(read, shape, DerivedOptions()).cost
      #expect(cost.parameters == expected.parameters, "\(blocks)")
      #expect(cost.convolutionMultiplyAdds == expected.convolutionMultiplyAdds, "\(blocks)")
      #expect(cost.linearMultiplyAdds == expected.linearMultiplyAdds, "\(blocks)")
    }
  }

  @Test("what PyTorch counted are the cells that are published here")
  func literals() throws {
    for line in try Self.lines("published.txt") {
      let parts = line.split(separator: " = ", maxSplits: 1)
      let published = try #require(PublishedGenotype.named(String(parts[0])))
      let read = try GenotypeFormatCatalog.read(String(parts[1]))
      #expect(read == .genotype(published.genotype), "\(parts[0])")
    }
  }
}
