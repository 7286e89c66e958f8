public import Engine

/// Writes batches into memory of the caller: resized, augmented, normalized, channels padded with
/// zeros to a multiple of eight.
public struct BatchAssembler: Sendable {
  /// The images after resizing.
  public let images: LabelledImages
  /// What is done to each image, nil for nothing.
  public let augmentation: Augmentation?
  private let stream: RandomStream
  /// The normalized value of every level, [channel][level].
  private let levels: [[Double]]

  /// Numbers per pixel in a batch.
  public var lanes: Int { (images.channels + 7) / 8 * 8 }

  /// Creates an assembler.
  ///
  /// - Parameters:
  ///   - images: already resized.
  ///   - statistics: one mean and deviation a channel.
  ///   - stream: where the augmentation's random numbers are.
  public init(
    images: LabelledImages, statistics: ChannelStatistics, augmentation: Augmentation? = nil,
    stream: RandomStream
  ) {
    precondition(
      statistics.mean.count == images.channels
        && statistics.standardDeviation.count == images.channels,
      "\(images.channels) channels need as many statistics, got \(statistics.mean.count)")
    self.images = images
    self.augmentation = augmentation
    self.stream = stream
    levels = (0..<images.channels).map { channel in
      (0..<256).map {
        (Double($0) / 255 - statistics.mean[channel]) / statistics.standardDeviation[channel]
      }
    }
  }

  /// Fills a batch.
  ///
  /// - Parameters:
  ///   - indices: which images, in batch order.
  ///   - step: the address of this batch's random numbers.
  ///   - target: [batch][height][width][lanes] numbers of `precision`.
  ///   - labels: at least as many as indices.
  public func fill(
    _ indices: ArraySlice<Int>, step: UInt64, into target: UnsafeMutableRawBufferPointer,
    precision: Precision, labels: UnsafeMutableBufferPointer<Int32>
  ) {
    let needed = indices.count * images.height * images.width * lanes * precision.elementSize
    precondition(
      target.count >= needed && labels.count >= indices.count,
      "a batch of \(indices.count) needs \(needed) bytes, got \(target.count)")
    switch precision {
    case .float: fill(indices, step, target.bindMemory(to: Float.self))
    case .double: fill(indices, step, target.bindMemory(to: Double.self))
    }
    for (position, index) in indices.enumerated() {
      labels[position] = Int32(images.labels[index])
    }
  }

  private func fill<T: BinaryFloatingPoint>(
    _ indices: ArraySlice<Int>, _ step: UInt64, _ target: UnsafeMutableBufferPointer<T>
  ) {
    let (height, width, channels, lanes) = (images.height, images.width, images.channels, lanes)
    let table = levels.joined().map { T($0) }
    images.pixels.withUnsafeBufferPointer { pixels in
      table.withUnsafeBufferPointer { table in
        for (position, index) in indices.enumerated() {
          let draw =
            augmentation?.draw(stream, step: step, image: index, height: height, width: width)
            ?? Augmentation.Draw()
          let start = index * images.valuesPerImage
          for y in 0..<height {
            let sourceY = y + draw.down
            let hiddenRow = draw.hiddenRows.contains(y)
            for x in 0..<width {
              // The window is cut first and mirrored then.
              let sourceX = (draw.isMirrored ? width - 1 - x : x) + draw.right
              let inside =
                sourceY >= 0 && sourceY < height && sourceX >= 0 && sourceX < width
              let hidden = hiddenRow && draw.hiddenColumns.contains(x)
              let place = ((position * height + y) * width + x) * lanes
              let from = start + (sourceY * width + sourceX) * channels
              for channel in 0..<channels {
                let level = inside ? Int(pixels[from + channel]) : 0
                target[place + channel] = hidden ? 0 : table[channel * 256 + level]
              }
              for lane in channels..<lanes { target[place + lane] = 0 }
            }
          }
        }
      }
    }
  }
}
