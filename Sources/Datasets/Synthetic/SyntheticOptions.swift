/// The extents of the synthetic task.
public struct SyntheticOptions: Sendable, Hashable, Codable {
  /// Images of the training part.
  public var trainImages: Int
  /// Images of the test part.
  public var testImages: Int
  /// Rows and columns.
  public var size: Int
  /// 1 or 3.
  public var channels: Int
  /// The number of classes; even.
  public var classes: Int
  /// Standard deviation of the noise, in levels of 0...255.
  public var noise: Double

  /// Most pixel values in a part.
  static let largestPart = 1 << 30

  /// Creates options.
  public init(
    trainImages: Int = 2000,
    testImages: Int = 1000,
    size: Int = 16,
    channels: Int = 3,
    classes: Int = 10,
    noise: Double = 25
  ) {
    self.trainImages = trainImages
    self.testImages = testImages
    self.size = size
    self.channels = channels
    self.classes = classes
    self.noise = noise
  }

  /// Checks the ranges.
  ///
  /// - Throws: `DatasetError.invalidOption` for the first option outside its range.
  public func validate() throws(DatasetError) {
    let ranges: [(String, Int, ClosedRange<Int>)] = [
      ("trainImages", trainImages, 1...1_000_000), ("testImages", testImages, 1...1_000_000),
      ("size", size, 4...256), ("classes", classes, 2...100),
    ]
    for (name, value, range) in ranges where !range.contains(value) {
      throw .invalidOption(
        option: "synthetic." + name,
        expected: "\(range.lowerBound) to \(range.upperBound)",
        got: "\(value)"
      )
    }
    guard classes % 2 == 0 else {
      throw .invalidOption(
        option: "synthetic.classes",
        expected: "an even number",
        got: "\(classes)"
      )
    }
    guard channels == 1 || channels == 3 else {
      throw .invalidOption(option: "synthetic.channels", expected: "1 or 3", got: "\(channels)")
    }
    let bytes = max(trainImages, testImages) * size * size * channels
    guard bytes <= Self.largestPart else {
      throw .invalidOption(
        option: "synthetic.trainImages, testImages, size",
        expected: "parts of at most \(Self.largestPart) pixel values",
        got: "\(bytes)"
      )
    }
    guard noise >= 0, noise <= 255 else {
      throw .invalidOption(option: "synthetic.noise", expected: "0 to 255", got: "\(noise)")
    }
  }
}
