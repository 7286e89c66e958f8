import Foundation
import Testing

@testable import Datasets

private let batch = "test_batch.bin"

private func makeFolder() throws -> TemporaryFolder {
  let folder = try TemporaryFolder()
  try folder.write(FileContent.records([[3], [8], [0]]), to: "cifar-10/data_batch_1.bin")
  try folder.write(FileContent.records([[9]]), to: "cifar-10/data_batch_4.bin")
  try folder.write(FileContent.records([[1], [2], [9], [0]]), to: "cifar-10/\(batch)")
  return folder
}

@Suite struct CIFAR10Tests {
  @Test("the batches that are there are read in order, planes turned into channels")
  func goodFiles() throws {
    let folder = try makeFolder()
    let train = try CIFAR10.load(.train, request: folder.request)
    #expect(train.name == "cifar-10/train")
    #expect(train.extents == [4, 32, 32, 3])
    #expect(train.labels == [3, 8, 0, 9])
    #expect(train.files.map(\.recordCount) == [3, 1])
    #expect(train.files.map(\.byteCount) == [9219, 3073])
    // Record 1, row 2, column 5: pixel 69 of its plane.
    let first = (2 * 32 + 5) * 3
    #expect(Array(train.image(at: 1).dropFirst(first).prefix(3)) == [80, 130, 180])
    let test = try CIFAR10.load(.test, request: folder.request)
    #expect(test.classCounts() == [1, 1, 1, 0, 0, 0, 0, 0, 0, 1])
  }

  @Test("the folder name of the published archive is known too")
  func archiveFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write(FileContent.records([[5]]), to: "cifar-10-batches-bin/\(batch)")
    #expect(try CIFAR10.load(.test, request: folder.request).labels == [5])
  }

  static let badFiles: [BadFile] = {
    let good = FileContent.records([[1], [2], [9], [0]])
    let size = good.count
    return [
      BadFile("absent", batch, nil, got: batch),
      BadFile("empty", batch, [], got: "0 bytes"),
      BadFile(
        "a byte short",
        batch,
        Array(good.dropLast()),
        at: 9219,
        "record 3",
        got: "3072 bytes"
      ),
      BadFile("a byte long", batch, good + [0], at: size, "record 4", got: "1 bytes"),
      BadFile("one byte only", batch, [1], at: 0, "record 0", got: "1 bytes"),
      BadFile(
        "label 10",
        batch,
        good.with(10, at: 3073),
        at: 3073,
        "label of record 1",
        got: "10"
      ),
      BadFile(
        "last label 255",
        batch,
        good.with(255, at: 9219),
        at: 9219,
        "label of record 3",
        got: "255"
      ),
      BadFile(
        "compressed",
        batch,
        FileContent.gzip(good),
        at: 0,
        "first record",
        got: "gzip data"
      ),
      BadFile(
        "CIFAR-100 records",
        batch,
        FileContent.records([[19, 99], [4, 20]]),
        at: 0,
        "label of record 0",
        got: "19"
      ),
      BadFile(
        "label bytes left out",
        batch,
        Array(repeating: 200, count: 2 * 3072),
        at: 0,
        "label of record 0",
        got: "200"
      ),
    ]
  }()

  @Test("a bad file is named with offset, field and remedy", arguments: badFiles)
  func bad(bad: BadFile) throws {
    let folder = try makeFolder()
    try bad.check(folder, id: "cifar-10")
  }

  @Test("one bad training batch among good ones is named")
  func badTrainingBatch() throws {
    let folder = try makeFolder()
    try folder.write(FileContent.records([[77]]), to: "cifar-10/data_batch_4.bin")
    let error = #expect(throws: DatasetError.self) {
      try CIFAR10.load(.train, request: folder.request)
    }
    #expect(error?.description.contains("data_batch_4.bin: at byte 0, label of record 0") == true)
  }

  @Test(
    "real images have the published statistics",
    .enabled(
      if: ProcessInfo.processInfo.environment[DataLocations.environmentVariable].map {
        FileManager.default.fileExists(atPath: $0 + "/cifar-10/data_batch_1.bin")
      } ?? false
    )
  )
  func realImages() throws {
    let locations = DataLocations.standard(
      environment: ProcessInfo.processInfo.environment,
      dataDirectory: nil
    )
    let images = try CIFAR10.load(.train, request: DatasetRequest(locations: locations))
    #expect(images.count >= 10_000)
    #expect(images.labels.prefix(5) == [6, 9, 9, 4, 1])
    let measured = ChannelStatistics(measuring: images)
    for channel in 0..<3 {
      #expect(abs(measured.mean[channel] - CIFAR10.statistics.mean[channel]) < 0.01)
      #expect(
        abs(
          measured.standardDeviation[channel] - CIFAR10.statistics.standardDeviation[channel]
        )
          < 0.01
      )
    }
  }
}
