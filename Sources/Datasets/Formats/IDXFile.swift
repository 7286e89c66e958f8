/// A file in the IDX format of the MNIST family: unsigned bytes with a big-endian header.
///
/// Layout: two zero bytes, a type code (8 for unsigned bytes), the rank, one 32-bit size per
/// dimension, then the values, last dimension fastest.
///
/// References: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits",
/// section "File formats".
struct IDXFile {
  /// Size of each dimension.
  let dimensions: [Int]
  /// Header and values.
  let bytes: [UInt8]
  /// The file on disk.
  let path: String
  /// Size of the file on disk, in bytes.
  let fileByteCount: Int

  /// Bytes before the first value.
  var headerCount: Int { 4 + 4 * dimensions.count }
  /// The values.
  var values: ArraySlice<UInt8> { bytes[headerCount...] }

  /// Reads and checks a file; a name that ends in `.gz` means gzip.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - fields: the name of each dimension with the size it must have, nil for any size above 0.
  ///   - remedy: what to do about a bad file.
  init(
    path: String,
    fields: [(name: String, size: Int?)],
    remedy: String
  ) throws(DatasetError) {
    let file = try FileReading.bytes(of: path, remedy: remedy)
    let isCompressed = path.hasSuffix(".gz")
    let reader = HeaderReader(
      path: path,
      fields: fields,
      isDecompressed: isCompressed,
      remedy: remedy
    )
    if isCompressed {
      var sizes: [Int] = []
      bytes = try GzipFile(path: path, remedy: remedy).inflated(
        file,
        headerCount: reader.headerCount
      ) { header throws(DatasetError) in
        sizes = try reader.dimensions(of: header)
        return try reader.totalCount(sizes)
      }
      dimensions = sizes
    } else {
      dimensions = try reader.dimensions(of: file)
      let total = try reader.totalCount(dimensions)
      guard file.count == total else {
        throw reader.fault(
          at: min(file.count, total),
          "end of file",
          expected: "\(total) bytes as the header announces",
          got: "\(file.count) bytes"
        )
      }
      bytes = file
    }
    self.path = path
    fileByteCount = file.count
  }
}

/// The checks of an IDX header.
private struct HeaderReader {
  let path: String
  let fields: [(name: String, size: Int?)]
  let isDecompressed: Bool
  let remedy: String

  var headerCount: Int { 4 + 4 * fields.count }

  func dimensions(of bytes: [UInt8]) throws(DatasetError) -> [Int] {
    guard bytes.count >= headerCount else {
      throw fault(
        at: bytes.count,
        "header",
        expected: "\(headerCount) bytes",
        got: "\(bytes.count) bytes"
      )
    }
    if !isDecompressed && bytes.starts(with: [0x1F, 0x8B]) {
      throw fault(
        at: 0,
        "magic number",
        expected: "00 00 08 0\(fields.count)",
        got: "gzip data (1f 8b); a compressed file's name must end in .gz"
      )
    }
    guard bytes[0] == 0 && bytes[1] == 0 else {
      throw fault(
        at: 0,
        "magic number",
        expected: "00 00 08 0\(fields.count)",
        got: FileReading.hexadecimal(bytes.prefix(4))
      )
    }
    guard bytes[2] == 8 else {
      throw fault(
        at: 2,
        "type code",
        expected: "08 (unsigned bytes)",
        got: FileReading.hexadecimal([bytes[2]])
      )
    }
    guard Int(bytes[3]) == fields.count else {
      throw fault(
        at: 3,
        "number of dimensions",
        expected: "\(fields.count) (\(fields.map(\.name).joined(separator: ", ")))",
        got: "\(bytes[3])"
      )
    }
    var sizes: [Int] = []
    for (position, field) in fields.enumerated() {
      let offset = 4 + 4 * position
      let size = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      guard size > 0, size == field.size ?? size else {
        throw fault(
          at: offset,
          field.name,
          expected: field.size.map(String.init) ?? "at least 1",
          got: "\(size)"
        )
      }
      sizes.append(size)
    }
    return sizes
  }

  /// Header plus values, in bytes.
  func totalCount(_ sizes: [Int]) throws(DatasetError) -> Int {
    var total = headerCount
    var values = 1
    for size in sizes {
      let (product, overflow) = values.multipliedReportingOverflow(by: size)
      guard !overflow, product <= FileReading.largestFile - headerCount else {
        throw fault(
          at: 4,
          fields[0].name,
          expected: "a content of at most \(FileReading.largestFile) bytes",
          got: sizes.map(String.init).joined(separator: " x ")
        )
      }
      values = product
    }
    total += values
    return total
  }

  func fault(at byte: Int, _ field: String, expected: String, got: String) -> DatasetError {
    .malformed(
      FileFault(
        path: path,
        byte: byte,
        isDecompressed: isDecompressed,
        field: field,
        expected: expected,
        got: got,
        remedy: remedy
      )
    )
  }
}
