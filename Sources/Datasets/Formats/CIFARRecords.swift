import Foundation

/// A data set in the binary layout of CIFAR: records of label bytes and one 32x32 colour image.
///
/// Each image is three planes of 1,024 bytes, red, green, blue, row by row. Any whole number of
/// records is accepted, so that a part of the published files can be used; `LabelledImages.files`
/// tells how many there were.
///
/// References: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009;
/// the layout is on the data set's page, "Binary version".
struct CIFARRecords {
  /// One label byte of a record.
  struct LabelByte {
    /// Its name, such as `"coarse label"`.
    let name: String
    /// Labels are below this.
    let classCount: Int
  }

  /// The data set's name.
  let dataset: String
  /// Subfolders in which the files may be.
  let subfolders: [String]
  /// The label bytes at the start of a record; the last one is the label that is used.
  let labelBytes: [LabelByte]
  /// Class names by label.
  let classNames: [String]
  /// What to do when no file is found.
  let absenceRemedy: String

  /// Rows and columns.
  static let extent = 32
  /// Bytes of one image.
  static let imageBytes = 3 * extent * extent
  /// Bytes of one record.
  var recordBytes: Int { labelBytes.count + Self.imageBytes }

  /// Loads those of the files that exist, in the given order; at least one must.
  func load(
    _ part: DatasetPart,
    files names: [String],
    from locations: DataLocations
  ) throws(DatasetError) -> LabelledImages {
    let folder = try locations.folder(
      of: dataset,
      subfolders: subfolders,
      holdingAnyOf: names,
      otherNames: [],
      remedy: absenceRemedy
    )
    var pixels: [UInt8] = []
    var labels: [UInt8] = []
    var files: [SourceFile] = []
    for name in names {
      let path = folder + "/" + name
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let bytes = try FileReading.bytes(of: path, remedy: damageRemedy)
      try check(bytes, path: path)
      let count = bytes.count / recordBytes
      append(bytes, count: count, to: &pixels, &labels)
      files.append(SourceFile(path: path, byteCount: bytes.count, recordCount: count))
    }
    return LabelledImages(
      name: "\(dataset)/\(part.rawValue)",
      height: Self.extent,
      width: Self.extent,
      channels: 3,
      pixels: pixels,
      labels: labels,
      classNames: classNames,
      files: files
    )
  }

  /// Size and label ranges; the labels first, since they tell a foreign file from a short one.
  private func check(_ bytes: [UInt8], path: String) throws(DatasetError) {
    if bytes.starts(with: [0x1F, 0x8B]) {
      throw fault(
        path,
        at: 0,
        "first record",
        expected: "uncompressed records",
        got: "gzip data (1f 8b); decompress and unpack the archive"
      )
    }
    for record in 0..<bytes.count / recordBytes {
      for (position, label) in labelBytes.enumerated() {
        let offset = record * recordBytes + position
        guard bytes[offset] < label.classCount else {
          throw fault(
            path,
            at: offset,
            "\(label.name) of record \(record)",
            expected: "0 to \(label.classCount - 1)",
            got: "\(bytes[offset])"
          )
        }
      }
    }
    let rest = bytes.count % recordBytes
    guard rest == 0 else {
      throw fault(
        path,
        at: bytes.count - rest,
        "record \(bytes.count / recordBytes)",
        expected: "\(recordBytes) bytes or end of file",
        got: "\(rest) bytes"
      )
    }
  }

  /// Appends records, turning planes into interleaved channels.
  private func append(
    _ bytes: [UInt8],
    count: Int,
    to pixels: inout [UInt8],
    _ labels: inout [UInt8]
  ) {
    let plane = Self.extent * Self.extent
    let recordBytes = recordBytes
    let labelCount = labelBytes.count
    labels.reserveCapacity(labels.count + count)
    for record in 0..<count { labels.append(bytes[record * recordBytes + labelCount - 1]) }
    let images = [UInt8](unsafeUninitializedCapacity: count * Self.imageBytes) { output, filled in
      bytes.withUnsafeBufferPointer { input in
        for record in 0..<count {
          let source = record * recordBytes + labelCount
          let target = record * Self.imageBytes
          for pixel in 0..<plane {
            for channel in 0..<3 {
              output[target + 3 * pixel + channel] = input[source + channel * plane + pixel]
            }
          }
        }
      }
      filled = count * Self.imageBytes
    }
    pixels += images
  }

  private var damageRemedy: String {
    "replace the file by an intact copy of the binary version of '\(dataset)'"
  }

  private func fault(
    _ path: String,
    at byte: Int,
    _ field: String,
    expected: String,
    got: String
  ) -> DatasetError {
    .malformed(
      FileFault(
        path: path,
        byte: byte,
        field: field,
        expected: expected,
        got: got,
        remedy: damageRemedy
      )
    )
  }
}
