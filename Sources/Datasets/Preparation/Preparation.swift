/// What is done to every image of both parts before anything else.
///
/// JSON keys are those of the properties; both parts of a data set get the same treatment.
public struct Preparation: Sendable, Hashable, Codable {
  /// A change of extents; values are rounded back to whole levels of 0...255.
  public enum Resize: Sendable, Hashable, Codable {
    /// As stored.
    case none
    /// Black pixels around the image, split evenly, the odd one below and to the right.
    case pad(height: Int, width: Int)
    /// The mean of blocks of `factor` x `factor` pixels, in whole numbers, halves rounded up.
    case average(factor: Int)
    /// Bilinear interpolation between pixel centres.
    case bilinear(height: Int, width: Int)
  }

  /// The change of every channel's values.
  public enum Normalization: Sendable, Hashable, Codable {
    /// Values in 0...1.
    case none
    /// (value - mean) / deviation, measured on the training part.
    case measured
    /// (value - mean) / deviation with these numbers.
    case given(ChannelStatistics)
  }

  /// The change of extents.
  public var resize: Resize
  /// The change of values.
  public var normalization: Normalization

  /// Largest number of rows or columns that an image can be given.
  public static let largestExtent = 4096

  /// Creates a preparation.
  public init(resize: Resize = .none, normalization: Normalization = .measured) {
    self.resize = resize
    self.normalization = normalization
  }

  /// Checks what can be checked without images.
  ///
  /// - Throws: `DatasetError.invalidOption` for the first option outside its range.
  public func validate() throws(DatasetError) {
    switch resize {
    case .none: break
    case .pad(let height, let width):
      try Self.check(height: height, width: width, option: "resize.pad")
    case .average(let factor):
      guard (1...Self.largestExtent).contains(factor) else {
        throw .invalidOption(
          option: "resize.average",
          expected: "1 to \(Self.largestExtent)",
          got: "\(factor)"
        )
      }
    case .bilinear(let height, let width):
      try Self.check(height: height, width: width, option: "resize.bilinear")
    }
    if case .given(let statistics) = normalization { try statistics.validate() }
  }

  /// Checks everything for images of the given extents.
  ///
  /// - Returns: the extents after resizing.
  /// - Throws: `DatasetError.invalidOption` for the first option that does not fit.
  @discardableResult
  public func validate(
    height: Int,
    width: Int,
    channels: Int
  ) throws(DatasetError) -> (height: Int, width: Int) {
    try validate()
    if case .given(let statistics) = normalization, statistics.mean.count != channels {
      throw .invalidOption(
        option: "normalization.mean",
        expected: "\(channels) values, one a channel",
        got: "\(statistics.mean.count)"
      )
    }
    switch resize {
    case .none: return (height, width)
    case .pad(let newHeight, let newWidth):
      guard newHeight >= height, newWidth >= width else {
        throw .invalidOption(
          option: "resize.pad",
          expected: "at least \(height)x\(width)",
          got: "\(newHeight)x\(newWidth)"
        )
      }
      return (newHeight, newWidth)
    case .average(let factor):
      guard height % factor == 0, width % factor == 0 else {
        throw .invalidOption(
          option: "resize.average",
          expected: "a divisor of \(height) and \(width)",
          got: "\(factor)"
        )
      }
      return (height / factor, width / factor)
    case .bilinear(let newHeight, let newWidth): return (newHeight, newWidth)
    }
  }

  /// The statistics to normalize by, given the training part after resizing.
  public func statistics(training: LabelledImages) -> ChannelStatistics {
    switch normalization {
    case .none:
      ChannelStatistics(
        mean: [Double](repeating: 0, count: training.channels),
        standardDeviation: [Double](repeating: 1, count: training.channels)
      )
    case .measured: ChannelStatistics(measuring: training)
    case .given(let statistics): statistics
    }
  }

  private static func check(height: Int, width: Int, option: String) throws(DatasetError) {
    guard (1...largestExtent).contains(height), (1...largestExtent).contains(width) else {
      throw .invalidOption(
        option: option,
        expected: "1x1 to \(largestExtent)x\(largestExtent)",
        got: "\(height)x\(width)"
      )
    }
  }
}
