/// What is done to every image of both parts before anything else.
public struct Preparation: Sendable, Hashable, Codable {
  /// A change of extents; values are rounded back to whole levels of 0...255.
  public enum Resize: Sendable, Hashable, Codable {
    /// As stored.
    case none
    /// Black pixels around the image, split evenly, the odd one below and to the right.
    case pad(height: Int, width: Int)
    /// The mean of blocks of `factor` x `factor` pixels.
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

  /// Creates a preparation.
  public init(resize: Resize = .none, normalization: Normalization = .measured) {
    self.resize = resize
    self.normalization = normalization
  }

  /// The images with their new extents.
  ///
  /// - Throws: `DatasetError.invalidOption` when the images cannot have the extents asked for.
  public func resized(_ images: LabelledImages) throws(DatasetError) -> LabelledImages {
    switch resize {
    case .none: return images
    case .pad(let height, let width):
      guard height >= images.height, width >= images.width else {
        throw .invalidOption(
          option: "resize.pad", expected: "at least \(images.height)x\(images.width)",
          got: "\(height)x\(width)")
      }
      let top = (height - images.height) / 2
      let left = (width - images.width) / 2
      return remade(images, height, width) { pixel, y, x, channel in
        let (sy, sx) = (y - top, x - left)
        guard (0..<images.height).contains(sy), (0..<images.width).contains(sx) else { return 0 }
        return Double(pixel(sy, sx, channel))
      }
    case .average(let factor):
      guard factor > 0, images.height % factor == 0, images.width % factor == 0 else {
        throw .invalidOption(
          option: "resize.average", expected: "a divisor of \(images.height) and \(images.width)",
          got: "\(factor)")
      }
      return remade(images, images.height / factor, images.width / factor) {
        pixel, y, x, channel in
        var sum = 0
        for dy in 0..<factor {
          for dx in 0..<factor { sum += Int(pixel(y * factor + dy, x * factor + dx, channel)) }
        }
        return Double(sum) / Double(factor * factor)
      }
    case .bilinear(let height, let width):
      guard (1...4096).contains(height), (1...4096).contains(width) else {
        throw .invalidOption(
          option: "resize.bilinear", expected: "1x1 to 4096x4096", got: "\(height)x\(width)")
      }
      return bilinear(images, height, width)
    }
  }

  private func bilinear(_ images: LabelledImages, _ height: Int, _ width: Int) -> LabelledImages {
    func place(_ index: Int, _ size: Int, _ source: Int) -> (Int, Int, Double) {
      let centre = (Double(index) + 0.5) * Double(source) / Double(size) - 0.5
      let clamped = min(max(centre, 0), Double(source - 1))
      let low = Int(clamped)
      return (low, min(low + 1, source - 1), clamped - Double(low))
    }
    return remade(images, height, width) { pixel, y, x, channel in
      let (top, bottom, down) = place(y, height, images.height)
      let (left, right, across) = place(x, width, images.width)
      let above =
        Double(pixel(top, left, channel)) * (1 - across)
        + Double(pixel(top, right, channel)) * across
      let below =
        Double(pixel(bottom, left, channel)) * (1 - across)
        + Double(pixel(bottom, right, channel)) * across
      return above * (1 - down) + below * down
    }
  }

  /// Images of other extents whose values `value` computes from the old pixels.
  private func remade(
    _ images: LabelledImages, _ height: Int, _ width: Int,
    _ value: (
      _ pixel: (_ y: Int, _ x: Int, _ channel: Int) -> UInt8, _ y: Int, _ x: Int, _ channel: Int
    ) -> Double
  ) -> LabelledImages {
    let channels = images.channels
    var pixels = [UInt8](repeating: 0, count: images.count * height * width * channels)
    images.pixels.withUnsafeBufferPointer { old in
      for index in 0..<images.count {
        let start = index * images.valuesPerImage
        let pixel = { (y: Int, x: Int, channel: Int) in
          old[start + (y * images.width + x) * channels + channel]
        }
        for y in 0..<height {
          for x in 0..<width {
            for channel in 0..<channels {
              let target = ((index * height + y) * width + x) * channels + channel
              let level = value(pixel, y, x, channel).rounded()
              pixels[target] = UInt8(min(255, max(0, level)))
            }
          }
        }
      }
    }
    return LabelledImages(
      name: images.name, height: height, width: width, channels: channels, pixels: pixels,
      labels: images.labels, classNames: images.classNames, files: images.files)
  }

  /// The statistics to normalize by, given the training part.
  public func statistics(training: LabelledImages) -> ChannelStatistics {
    switch normalization {
    case .none:
      ChannelStatistics(
        mean: [Double](repeating: 0, count: training.channels),
        standardDeviation: [Double](repeating: 1, count: training.channels))
    case .measured: ChannelStatistics(measuring: training)
    case .given(let statistics): statistics
    }
  }
}
