/// Mean and standard deviation of every channel, pixel values in 0...1.
public struct ChannelStatistics: Sendable, Hashable, Codable {
  /// The mean of each channel.
  public var mean: [Double]
  /// The standard deviation of each channel; positive.
  public var standardDeviation: [Double]

  /// Creates statistics.
  public init(mean: [Double], standardDeviation: [Double]) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// Measures images: sums of whole numbers, so the order of the images changes no bit.
  public init(measuring images: LabelledImages) {
    var sums = [UInt64](repeating: 0, count: images.channels)
    var squares = sums
    images.pixels.withUnsafeBufferPointer { pixels in
      for channel in 0..<images.channels {
        var (sum, square) = (UInt64(0), UInt64(0))
        for place in stride(from: channel, to: pixels.count, by: images.channels) {
          let level = UInt64(pixels[place])
          sum += level
          square += level * level
        }
        (sums[channel], squares[channel]) = (sum, square)
      }
    }
    let count = Double(max(1, images.count * images.height * images.width))
    mean = sums.map { Double($0) / count / 255 }
    let measured = zip(sums, squares).map { sum, square in
      let centre = Double(sum) / count
      return max(0, Double(square) / count - centre * centre).squareRoot() / 255
    }
    // A constant channel is left as it is.
    standardDeviation = measured.map { $0 > 1e-6 ? $0 : 1 }
  }

  /// Checks that every channel has both numbers, finite, and a positive deviation.
  ///
  /// - Throws: `DatasetError.invalidOption` for the first channel that has not.
  public func validate() throws(DatasetError) {
    guard !mean.isEmpty, mean.count == standardDeviation.count else {
      throw .invalidOption(
        option: "normalization.standardDeviation",
        expected: "one value for each of the means (at least one)",
        got: "\(standardDeviation.count) for \(mean.count)"
      )
    }
    for channel in mean.indices {
      guard mean[channel].isFinite else {
        throw .invalidOption(
          option: "normalization.mean[\(channel)]",
          expected: "a finite number",
          got: "\(mean[channel])"
        )
      }
      guard standardDeviation[channel].isFinite, standardDeviation[channel] > 0 else {
        throw .invalidOption(
          option: "normalization.standardDeviation[\(channel)]",
          expected: "a finite number above 0",
          got: "\(standardDeviation[channel])"
        )
      }
    }
  }
}
