import Testing

@testable import Datasets

private let file = "test.bin"

private func makeFolder() throws -> TemporaryFolder {
  let folder = try TemporaryFolder()
  try folder.write(FileContent.records([[0, 50], [19, 99]]), to: "cifar-100/train.bin")
  try folder.write(FileContent.records([[10, 49], [3, 0], [7, 7]]), to: "cifar-100/\(file)")
  return folder
}

@Suite struct CIFAR100Tests {
  @Test("the fine label is used and the coarse one skipped")
  func goodFiles() throws {
    let folder = try makeFolder()
    let train = try CIFAR100.load(.train, request: folder.request)
    #expect(train.labels == [50, 99])
    #expect(train.classCount == 100)
    #expect(Set(train.classNames).count == 100)
    #expect(train.classNames[99] == "worm")
    #expect(train.files.map(\.recordCount) == [2])
    #expect(Array(train.pixels.prefix(3)) == [0, 50, 100])
    let test = try CIFAR100.load(.test, request: folder.request)
    #expect(test.labels == [49, 0, 7])
    #expect(test.name == "cifar-100/test")
  }

  static let badFiles: [BadFile] = {
    let good = FileContent.records([[10, 49], [3, 0], [7, 7]])
    let size = good.count
    return [
      BadFile("absent", file, nil, got: file),
      BadFile("empty", file, [], got: "0 bytes"),
      BadFile(
        "a byte short",
        file,
        Array(good.dropLast()),
        at: 6148,
        "record 2",
        got: "3073 bytes"
      ),
      BadFile("a byte long", file, good + [0], at: size, "record 3", got: "1 bytes"),
      BadFile("labels only", file, [1, 2], at: 0, "record 0", got: "2 bytes"),
      BadFile(
        "coarse label 20",
        file,
        good.with(20, at: 3074),
        at: 3074,
        "coarse label of record 1",
        got: "20"
      ),
      BadFile(
        "fine label 100",
        file,
        good.with(100, at: 6149),
        at: 6149,
        "fine label of record 2",
        got: "100"
      ),
      BadFile("compressed", file, FileContent.gzip(good), at: 0, "first record", got: "gzip data"),
      BadFile(
        "CIFAR-10 records",
        file,
        FileContent.records([[9], [9], [3], [1]]),
        at: 6148,
        "coarse label of record 2",
        got: "23"
      ),
      BadFile(
        "one more byte in front",
        file,
        [200] + good,
        at: 0,
        "coarse label of record 0",
        got: "200"
      ),
    ]
  }()

  @Test("a bad file is named with offset, field and remedy", arguments: badFiles)
  func bad(bad: BadFile) throws {
    let folder = try makeFolder()
    try bad.check(folder, id: "cifar-100")
  }
}
