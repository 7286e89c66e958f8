public import Engine

/// Writes batches into memory of the caller: resized, augmented, normalized, channels padded with
/// zeros to a multiple of eight.
///
/// What is written for an image depends on (seed, step, image) alone, so a batch may be filled in
/// slices, in any order and from several threads.
public struct BatchAssembler: Sendable {
  /// The images after resizing.
  public let images: LabelledImages
  /// What is done to each image, nil for nothing.
  public let augmentation: Augmentation?
  private let stream: RandomStream
  /// The normalized value of every level, [channel][level].
  private let levels: [Double]

  /// Numbers per pixel in a batch.
  public var lanes: Int { (images.channels + 7) / 8 * 8 }
  /// Numbers per image in a batch: height x width x lanes.
  public var numbersPerImage: Int { images.height * images.width * lanes }

  /// Creates an assembler of images that are resized already.
  ///
  /// - Parameters:
  ///   - images: already resized.
  ///   - statistics: one mean and deviation a channel.
  ///   - stream: where the augmentation's random numbers are.
  public init(
    images: LabelledImages,
    statistics: ChannelStatistics,
    augmentation: Augmentation? = nil,
    stream: RandomStream
  ) {
    precondition(
      statistics.mean.count == images.channels
        && statistics.standardDeviation.count == images.channels,
      "\(images.channels) channels need as many statistics, got \(statistics.mean.count)"
    )
    self.images = images
    self.augmentation = augmentation
    self.stream = stream
    levels = (0..<images.channels).flatMap { channel in
      (0..<256).map {
        (Double($0) / 255 - statistics.mean[channel]) / statistics.standardDeviation[channel]
      }
    }
  }

  /// Creates an assembler of images as loaded: checks the options, resizes, measures.
  ///
  /// - Parameters:
  ///   - images: as loaded.
  ///   - statistics: those of the training part for another part; nil takes them from `preparation`
  ///     with `images` as the training part.
  /// - Throws: `DatasetError.invalidOption` for options that do not fit the images.
  public init(
    images: LabelledImages,
    preparation: Preparation,
    statistics: ChannelStatistics? = nil,
    augmentation: Augmentation? = nil,
    stream: RandomStream
  ) throws(DatasetError) {
    let resized = try preparation.resized(images)
    try augmentation?.validate(height: resized.height, width: resized.width)
    self.init(
      images: resized,
      statistics: statistics ?? preparation.statistics(training: resized),
      augmentation: augmentation,
      stream: stream
    )
  }

  /// The classes of the images at `indices`.
  public func labels(_ indices: ArraySlice<Int>) -> [Int32] {
    indices.map { Int32(images.labels[$0]) }
  }

  /// Fills a batch of 32-bit numbers.
  ///
  /// - Parameters:
  ///   - indices: which images, in batch order.
  ///   - step: the address of this batch's random numbers.
  ///   - target: [batch][height][width][lanes], `indices.count` x `numbersPerImage` numbers.
  ///   - labels: at least as many as indices.
  public func fill(
    _ indices: ArraySlice<Int>,
    step: UInt64,
    into target: UnsafeMutablePointer<Float>,
    labels: UnsafeMutablePointer<Int32>
  ) {
    write(indices, step, target, labels)
  }

  /// Fills a batch of 64-bit numbers; the 32-bit ones are these, rounded.
  ///
  /// - Parameters: as for 32-bit numbers.
  public func fill(
    _ indices: ArraySlice<Int>,
    step: UInt64,
    into target: UnsafeMutablePointer<Double>,
    labels: UnsafeMutablePointer<Int32>
  ) {
    write(indices, step, target, labels)
  }

  /// Fills a batch of numbers of `precision` in memory of known size.
  ///
  /// - Precondition: `target` and `labels` have room for the batch.
  public func fill(
    _ indices: ArraySlice<Int>,
    step: UInt64,
    into target: UnsafeMutableRawBufferPointer,
    precision: Precision,
    labels: UnsafeMutableBufferPointer<Int32>
  ) {
    let needed = indices.count * numbersPerImage * precision.elementSize
    precondition(
      target.count >= needed && labels.count >= indices.count,
      "a batch of \(indices.count) needs \(needed) bytes and \(indices.count) labels, "
        + "got \(target.count) and \(labels.count)"
    )
    guard let start = target.baseAddress, let labels = labels.baseAddress else { return }
    let count = indices.count * numbersPerImage
    switch precision {
    case .float: write(indices, step, start.bindMemory(to: Float.self, capacity: count), labels)
    case .double: write(indices, step, start.bindMemory(to: Double.self, capacity: count), labels)
    }
  }

  private func write<T: BinaryFloatingPoint>(
    _ indices: ArraySlice<Int>,
    _ step: UInt64,
    _ target: UnsafeMutablePointer<T>,
    _ labels: UnsafeMutablePointer<Int32>
  ) {
    let (height, width, perImage) = (images.height, images.width, numbersPerImage)
    let table = levels.map { T($0) }
    images.pixels.withUnsafeBufferPointer { pixels in
      table.withUnsafeBufferPointer { table in
        for (position, index) in indices.enumerated() {
          precondition(
            images.labels.indices.contains(index),
            "image \(index) of \(images.count)"
          )
          let draw =
            augmentation?.draw(stream, step: step, image: index, height: height, width: width)
            ?? Augmentation.Draw()
          let image = UnsafeBufferPointer(
            rebasing: pixels[index * images.valuesPerImage..<(index + 1) * images.valuesPerImage]
          )
          write(image, table, draw, target + position * perImage)
          labels[position] = Int32(images.labels[index])
        }
      }
    }
  }

  private func write<T: BinaryFloatingPoint>(
    _ image: UnsafeBufferPointer<UInt8>,
    _ table: UnsafeBufferPointer<T>,
    _ draw: Augmentation.Draw,
    _ target: UnsafeMutablePointer<T>
  ) {
    let (height, width, channels, lanes) = (images.height, images.width, images.channels, lanes)
    target.update(repeating: 0, count: numbersPerImage)
    for y in 0..<height {
      let sourceY = y + draw.down
      let isRowInside = sourceY >= 0 && sourceY < height
      let hidden = draw.hiddenRows.contains(y) ? draw.hiddenColumns : 0..<0
      let row = target + y * width * lanes
      let source = sourceY * width
      for x in 0..<width where !hidden.contains(x) {
        // The window is cut first and mirrored then.
        let sourceX = (draw.isMirrored ? width - 1 - x : x) + draw.right
        let isInside = isRowInside && sourceX >= 0 && sourceX < width
        for channel in 0..<channels {
          let level = isInside ? Int(image[(source + sourceX) * channels + channel]) : 0
          row[x * lanes + channel] = table[channel * 256 + level]
        }
      }
    }
  }
}
