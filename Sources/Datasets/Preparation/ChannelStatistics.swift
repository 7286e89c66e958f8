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
    for (position, pixel) in images.pixels.enumerated() {
      let channel = position % images.channels
      sums[channel] += UInt64(pixel)
      squares[channel] += UInt64(pixel) * UInt64(pixel)
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
}
