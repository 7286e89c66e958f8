import Foundation
import Testing

@testable import Datasets

private let families = ["mnist", "fashion-mnist"]
private let imageFile = "t10k-images-idx3-ubyte"
private let labelFile = "t10k-labels-idx1-ubyte"

private func makeFolder(_ id: String, compressed: Bool = false, count: Int = 12) throws
  -> TemporaryFolder
{
  let folder = try TemporaryFolder()
  let (images, labels) = (FileContent.images(count), FileContent.labels(count))
  let suffix = compressed ? ".gz" : ""
  for part in ["train", "t10k"] {
    try folder.write(
      compressed ? FileContent.gzip(images) : images,
      to: "\(id)/\(part)-images-idx3-ubyte\(suffix)"
    )
    try folder.write(
      compressed ? FileContent.gzip(labels) : labels,
      to: "\(id)/\(part)-labels-idx1-ubyte\(suffix)"
    )
  }
  return folder
}

@Suite struct MNISTFamilyTests {
  @Test("plain and gzipped pairs give the same images", arguments: families, [true, false])
  func goodFiles(id: String, compressed: Bool) throws {
    let folder = try makeFolder(id, compressed: compressed)
    for part in DatasetPart.allCases {
      let images = try DatasetCatalog.load(id, part: part, request: folder.request)
      #expect(images.name == "\(id)/\(part.rawValue)")
      #expect(images.extents == [12, 28, 28, 1])
      #expect(images.pixels == Array(FileContent.images(12).dropFirst(16)))
      #expect(images.labels == (0..<12).map { UInt8($0 % 10) })
      #expect(images.classCounts() == [2, 2, 1, 1, 1, 1, 1, 1, 1, 1])
      #expect(images.files.map(\.recordCount) == [12, 12])
      #expect(images.files[0].path.hasSuffix(compressed ? ".gz" : "ubyte"))
    }
  }

  static let badPlainFiles: [BadFile] = {
    let (images, labels) = (FileContent.images(12), FileContent.labels(12))
    let total = images.count
    return [
      BadFile("images absent", imageFile, nil, got: imageFile),
      BadFile("labels absent", labelFile, nil, got: labelFile),
      BadFile("empty", imageFile, [], got: "0 bytes"),
      BadFile("header cut", imageFile, Array(images.prefix(9)), at: 9, "header", got: "9 bytes"),
      BadFile(
        "no IDX file",
        imageFile,
        images.with(0x89, at: 0),
        at: 0,
        "magic number",
        got: "89 00 08 03"
      ),
      BadFile(
        "gzip without .gz",
        imageFile,
        FileContent.gzip(images),
        at: 0,
        "magic number",
        got: "gzip data"
      ),
      BadFile(
        "floating point",
        imageFile,
        images.with(0x0D, at: 2),
        at: 2,
        "type code",
        got: "0d"
      ),
      BadFile(
        "labels for images",
        imageFile,
        labels + [0, 0, 0, 0],
        at: 3,
        "number of dimensions",
        got: "1"
      ),
      BadFile("no images", imageFile, images.with(0, at: 7), at: 4, "image count", got: "0"),
      BadFile("27 rows", imageFile, FileContent.images(12, rows: 27), at: 8, "rows", got: "27"),
      BadFile("29 columns", imageFile, images.with(29, at: 15), at: 12, "columns", got: "29"),
      BadFile(
        "a byte short",
        imageFile,
        Array(images.dropLast()),
        at: total - 1,
        "end of file",
        got: "\(total - 1) bytes"
      ),
      BadFile(
        "a byte long",
        imageFile,
        images + [0],
        at: total,
        "end of file",
        got: "\(total + 1) bytes"
      ),
      BadFile(
        "count beyond all files",
        imageFile,
        images.with(0xFF, at: 4),
        at: 4,
        "image count",
        got: "4278190092 x 28 x 28"
      ),
      BadFile(
        "fewer labels",
        labelFile,
        FileContent.labels(11),
        at: 4,
        "label count",
        got: "11"
      ),
      BadFile(
        "label 10",
        labelFile,
        labels.with(10, at: 8 + 5),
        at: 13,
        "label of image 5",
        got: "10"
      ),
    ]
  }()

  @Test("a bad plain file is named with offset, field and remedy", arguments: badPlainFiles)
  func badPlain(bad: BadFile) throws {
    for id in families { try bad.check(try makeFolder(id), id: id) }
  }

  static let badCompressedFiles: [BadFile] = {
    let (images, labels) = (FileContent.images(12), FileContent.labels(12))
    let packed = FileContent.gzip(images)
    let name = imageFile + ".gz"
    let size = packed.count
    return [
      BadFile("not gzip", name, images, at: 0, "gzip signature", got: "00 00"),
      BadFile(
        "stream cut",
        name,
        Array(packed.prefix(size / 2)),
        at: size / 2,
        "end of file",
        got: "end of file after"
      ),
      BadFile(
        "checksum wrong",
        name,
        packed.with(packed[size - 8] ^ 1, at: size - 8),
        at: size - 4,
        "gzip stream",
        got: "incorrect data check"
      ),
      BadFile(
        "bytes after the stream",
        name,
        packed + [1, 2, 3],
        at: size,
        "end of the gzip stream",
        got: "3 more bytes"
      ),
      BadFile(
        "content short",
        name,
        FileContent.gzip(Array(images.dropLast(5))),
        at: images.count - 5,
        "end of content",
        got: "\(images.count - 5) bytes"
      ),
      BadFile(
        "content long",
        name,
        FileContent.gzip(images + [9]),
        at: images.count,
        "end of content",
        got: "more bytes"
      ),
      BadFile(
        "header cut",
        name,
        FileContent.gzip(Array(images.prefix(7))),
        at: 7,
        "header",
        got: "7 bytes"
      ),
      BadFile(
        "count that the file cannot hold",
        name,
        FileContent.gzip(images.with(0x10, at: 5)),
        at: FileContent.gzip(images.with(0x10, at: 5)).count,
        "end of file",
        got: "compressed bytes"
      ),
      BadFile(
        "rank wrong",
        name,
        FileContent.gzip(images.with(4, at: 3)),
        at: 3,
        "number of dimensions",
        got: "4"
      ),
      BadFile(
        "label 200",
        labelFile + ".gz",
        FileContent.gzip(labels.with(200, at: 8)),
        at: 8,
        "label of image 0",
        got: "200"
      ),
    ]
  }()

  @Test("a bad gzip file is named with offset, field and remedy", arguments: badCompressedFiles)
  func badCompressed(bad: BadFile) throws {
    for id in families { try bad.check(try makeFolder(id, compressed: true), id: id) }
  }

  @Test("a folder in a file's place is no file")
  func folderForFile() throws {
    let folder = try makeFolder("mnist")
    try folder.remove("mnist/" + imageFile)
    try folder.makeFolder("mnist/" + imageFile)
    let error = #expect(throws: DatasetError.self) {
      try MNIST.load(.test, request: folder.request)
    }
    #expect(error?.description.contains("a directory") == true)
  }

  @Test("files of the other family member are not taken")
  func otherFamilyMember() throws {
    let folder = try makeFolder("mnist")
    let request = DatasetRequest(
      locations: DataLocations(searchPaths: [folder.path + "/mnist/"])
    )
    #expect(try MNIST.load(.test, request: request).count == 12)
    let error = #expect(throws: DatasetError.self) {
      try FashionMNIST.load(.test, request: request)
    }
    #expect(error?.description.contains("dataset-fashion-mnist") == true)
  }

  @Test("the excerpt of Fashion-MNIST has the published labels and pixels")
  func excerpt() throws {
    let request = DatasetRequest(
      locations: DataLocations(searchPaths: [Repository.path("fixtures/datasets")])
    )
    let images = try FashionMNIST.load(.test, request: request)
    #expect(images.count == 32)
    #expect(images.labels.prefix(10) == [9, 2, 1, 1, 6, 1, 4, 6, 5, 7])
    #expect(images.classNames[Int(images.labels[0])] == "Ankle boot")
    let sums = (0..<4).map { images.image(at: $0).reduce(0) { $0 + Int($1) } }
    #expect(sums == [33_456, 100_994, 51_520, 35_377])
  }

  @Test(
    "the installed Fashion-MNIST has 1,000 test images a class",
    .enabled(
      if: FileManager.default.fileExists(
        atPath: DataLocations.systemPath + "/fashion-mnist/t10k-images-idx3-ubyte.gz"
      )
    )
  )
  func installed() throws {
    let locations = DataLocations.standard(environment: [:], dataDirectory: nil)
    let images = try FashionMNIST.load(.test, request: DatasetRequest(locations: locations))
    #expect(images.classCounts() == [Int](repeating: 1000, count: 10))
  }
}
