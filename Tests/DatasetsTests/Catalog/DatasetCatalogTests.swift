import Foundation
import Testing

@testable import Datasets

@Suite struct DatasetCatalogTests {
  @Test("every file in Loaders has its line in the catalogue")
  func everyLoaderIsListed() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Repository.path("Sources/Datasets/Loaders")
    )
    let types = files.filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }.sorted()
    #expect(types == DatasetCatalog.all.map { String(describing: $0) }.sorted())
    #expect(types.count >= 5)
  }

  @Test("names are unique, in kebab case and never change")
  func names() {
    #expect(
      DatasetCatalog.names == ["cifar-10", "cifar-100", "fashion-mnist", "mnist", "synthetic"]
    )
    #expect(DatasetCatalog.all.allSatisfy { !$0.summary.isEmpty })
  }

  @Test("an unknown name is answered with the known ones")
  func unknown() throws {
    let error = #expect(throws: DatasetError.self) { try DatasetCatalog.source(named: "cifar10") }
    let text = try #require(error).description
    #expect(text.contains("'cifar10'"))
    #expect(DatasetCatalog.names.allSatisfy { text.contains($0) })
  }

  @Test("defaults are valid, fit the images and survive JSON", arguments: DatasetCatalog.names)
  func defaults(name: String) throws {
    let source = try DatasetCatalog.source(named: name)
    let preparation = source.defaultPreparation
    let (side, channels) =
      name.hasPrefix("cifar") ? (32, 3) : name.hasSuffix("mnist") ? (28, 1) : (16, 3)
    let (height, width) = try preparation.validate(height: side, width: side, channels: channels)
    try source.defaultAugmentation.validate()
    try source.defaultAugmentation.validate(height: height, width: width)
    let decoder = JSONDecoder()
    let encoder = JSONEncoder()
    #expect(
      try decoder.decode(Preparation.self, from: encoder.encode(preparation)) == preparation
    )
    #expect(
      try decoder.decode(Augmentation.self, from: encoder.encode(source.defaultAugmentation))
        == source.defaultAugmentation
    )
  }

  @Test("a data set that is nowhere is answered with files, folders and the remedy")
  func nowhere() throws {
    let request = DatasetRequest(locations: DataLocations(searchPaths: []))
    for name in DatasetCatalog.names where name != "synthetic" {
      let error = #expect(throws: DatasetError.self) {
        try DatasetCatalog.load(name, part: .train, request: request)
      }
      let text = try #require(error).description
      #expect(text.contains("'\(name)'"))
      #expect(text.contains("none to look in"))
      #expect(text.contains("--data-dir DIR"))
      #expect(text.contains("DARTBOARD_DATA"))
    }
  }
}
