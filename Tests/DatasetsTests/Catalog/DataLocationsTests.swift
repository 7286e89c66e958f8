import Testing

@testable import Datasets

@Suite struct DataLocationsTests {
  @Test("the command line comes first, then the environment, then the system")
  func order() {
    let locations = DataLocations.standard(
      environment: ["DARTBOARD_DATA": "/b:/c:", "HOME": "/h"],
      dataDirectory: "/a"
    )
    #expect(locations.searchPaths == ["/a", "/b", "/c", "/usr/share/datasets"])
    let system = DataLocations.standard(environment: [:], dataDirectory: nil)
    #expect(system.searchPaths == ["/usr/share/datasets"])
  }

  @Test("files of two folders are never mixed")
  func oneFolder() throws {
    let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
    try first.write(FileContent.records([[4]]), to: "cifar-10/data_batch_2.bin")
    for batch in 1...5 {
      try second.write(FileContent.records([[1]]), to: "cifar-10/data_batch_\(batch).bin")
    }
    let request = DatasetRequest(
      locations: DataLocations(searchPaths: [first.path, second.path])
    )
    #expect(try CIFAR10.load(.train, request: request).labels == [4])
  }

  @Test("a file is taken as named, else from the first folder that has it, else not found")
  func file() throws {
    let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
    try second.write([1], to: "tables/a.csv")
    let locations = DataLocations(searchPaths: [first.path, second.path])
    #expect(try locations.file("tables/a.csv") == second.path + "/tables/a.csv")
    #expect(try locations.file(second.path + "/tables/a.csv") == second.path + "/tables/a.csv")
    let error = try #require(throws: DatasetError.self) { try locations.file("tables/b.csv") }
    #expect(error.description.contains(first.path) && error.description.contains("--data-dir"))
  }

  @Test("a search path may be the data set's own folder")
  func ownFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write(FileContent.records([[4, 5]]), to: "train.bin")
    #expect(try CIFAR100.load(.train, request: folder.request).labels == [5])
  }
}
