import Foundation

/// A data set of the MNIST family: per part one IDX file of 28x28 images and one of labels.
struct IDXPair {
  /// The data set's name, also the name of its subfolder.
  let dataset: String
  /// Class names by label.
  let classNames: [String]
  /// Names of folders that belong to other data sets with the same file names.
  let otherNames: Set<String>
  /// What to do when no file is found.
  let absenceRemedy: String

  /// Rows and columns of every image of the family.
  static let extent = 28

  /// File names without `.gz`: images, labels.
  static func fileNames(_ part: DatasetPart) -> (images: String, labels: String) {
    let prefix = part == .train ? "train" : "t10k"
    return ("\(prefix)-images-idx3-ubyte", "\(prefix)-labels-idx1-ubyte")
  }

  /// Loads one part.
  func load(
    _ part: DatasetPart,
    from locations: DataLocations
  ) throws(DatasetError) -> LabelledImages {
    let names = Self.fileNames(part)
    let folder = try locations.folder(
      of: dataset,
      subfolders: [dataset],
      holdingAnyOf: [names.images, names.images + ".gz", names.labels, names.labels + ".gz"],
      otherNames: otherNames,
      remedy: absenceRemedy
    )
    let images = try IDXFile(
      path: path(of: names.images, in: folder),
      fields: [("image count", nil), ("rows", Self.extent), ("columns", Self.extent)],
      remedy: damageRemedy
    )
    let labelPath = try path(of: names.labels, in: folder)
    let labels = try IDXFile(path: labelPath, fields: [("label count", nil)], remedy: damageRemedy)
    guard labels.dimensions[0] == images.dimensions[0] else {
      throw .malformed(
        FileFault(
          path: labelPath,
          byte: 4,
          isDecompressed: labelPath.hasSuffix(".gz"),
          field: "label count",
          expected: "\(images.dimensions[0]), the image count of \(images.path)",
          got: "\(labels.dimensions[0])",
          remedy: damageRemedy
        )
      )
    }
    if let bad = labels.values.firstIndex(where: { $0 >= classNames.count }) {
      throw .malformed(
        FileFault(
          path: labelPath,
          byte: bad,
          isDecompressed: labelPath.hasSuffix(".gz"),
          field: "label of image \(bad - labels.headerCount)",
          expected: "0 to \(classNames.count - 1)",
          got: "\(labels.bytes[bad])",
          remedy: damageRemedy
        )
      )
    }
    return LabelledImages(
      name: "\(dataset)/\(part.rawValue)",
      height: Self.extent,
      width: Self.extent,
      channels: 1,
      pixels: Array(images.values),
      labels: Array(labels.values),
      classNames: classNames,
      files: [images, labels].map {
        SourceFile(
          path: $0.path,
          byteCount: $0.fileByteCount,
          recordCount: $0.dimensions[0]
        )
      }
    )
  }

  private var damageRemedy: String {
    "replace the file by an intact copy of the '\(dataset)' data set"
  }

  /// The plain file where there is one, else the compressed one.
  private func path(of name: String, in folder: String) throws(DatasetError) -> String {
    for candidate in [name, name + ".gz"]
    where FileManager.default.fileExists(atPath: folder + "/" + candidate) {
      return folder + "/" + candidate
    }
    throw .notFound(
      dataset: dataset,
      files: [name, name + ".gz"],
      searched: [folder],
      remedy: absenceRemedy
    )
  }
}
