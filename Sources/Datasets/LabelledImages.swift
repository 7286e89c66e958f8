/// Images with one class label each, as read from a data set's files and before any preparation.
///
/// Pixels are stored sample by sample as `[N, H, W, C]`, one byte per value, black being 0.
public struct LabelledImages: Sendable, Hashable {
  /// Data set and part, such as `"cifar-10/train"`.
  public let name: String
  /// Rows of an image.
  public let height: Int
  /// Columns of an image.
  public let width: Int
  /// Values per pixel: 1 for gray, 3 for red, green, blue.
  public let channels: Int
  /// All pixel values, `[count, height, width, channels]`.
  public let pixels: [UInt8]
  /// The class of each image, below `classNames.count`.
  public let labels: [UInt8]
  /// The name of each class, by label.
  public let classNames: [String]
  /// The files the images came from, in reading order; empty for a built-in task.
  public let files: [SourceFile]

  /// Number of images.
  public var count: Int { labels.count }
  /// Number of classes.
  public var classCount: Int { classNames.count }
  /// Values per image: height x width x channels.
  public var valuesPerImage: Int { height * width * channels }

  /// Creates the value from its parts.
  ///
  /// - Precondition: `pixels` holds labels.count x height x width x channels values, all extents are
  ///   positive, and every label is below `classNames.count`.
  public init(
    name: String,
    height: Int,
    width: Int,
    channels: Int,
    pixels: [UInt8],
    labels: [UInt8],
    classNames: [String],
    files: [SourceFile] = []
  ) {
    precondition(
      height > 0 && width > 0 && channels > 0,
      "image extents must be positive, got \(height)x\(width)x\(channels)"
    )
    precondition(
      pixels.count == labels.count * height * width * channels,
      "\(labels.count) labels need \(labels.count * height * width * channels) pixel values, "
        + "got \(pixels.count)"
    )
    let highest = Int(labels.max() ?? 0)
    precondition(
      labels.isEmpty || highest < classNames.count,
      "label \(highest) has no name among \(classNames.count) classes"
    )
    self.name = name
    self.height = height
    self.width = width
    self.channels = channels
    self.pixels = pixels
    self.labels = labels
    self.classNames = classNames
    self.files = files
  }

  /// The values of one image, `[H, W, C]`.
  public func image(at index: Int) -> ArraySlice<UInt8> {
    pixels[index * valuesPerImage..<(index + 1) * valuesPerImage]
  }

  /// Number of images of each class, by label.
  public func classCounts() -> [Int] {
    var counts = [Int](repeating: 0, count: classCount)
    for label in labels { counts[Int(label)] += 1 }
    return counts
  }
}

/// A file that a data set was read from.
public struct SourceFile: Sendable, Hashable, Codable {
  /// Where the file was found.
  public let path: String
  /// Its size on disk in bytes.
  public let byteCount: Int
  /// Images or labels read from it.
  public let recordCount: Int

  /// Creates the note about one file.
  public init(path: String, byteCount: Int, recordCount: Int) {
    self.path = path
    self.byteCount = byteCount
    self.recordCount = recordCount
  }
}
