extension Preparation {
  /// The images with their new extents.
  ///
  /// - Throws: `DatasetError.invalidOption` when the images cannot be prepared as asked for.
  public func resized(_ images: LabelledImages) throws(DatasetError) -> LabelledImages {
    let (height, width) = try validate(
      height: images.height,
      width: images.width,
      channels: images.channels
    )
    let channels = images.channels
    let count = images.count * height * width * channels
    let kernel: (UnsafeBufferPointer<UInt8>, UnsafeMutableBufferPointer<UInt8>) -> Void
    switch resize {
    case .none: return images
    case .pad: kernel = { Self.pad(images, $0, into: $1, height, width) }
    case .average(let factor): kernel = { Self.average(images, $0, into: $1, factor) }
    case .bilinear: kernel = { Self.interpolate(images, $0, into: $1, height, width) }
    }
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      images.pixels.withUnsafeBufferPointer { kernel($0, target) }
      filled = count
    }
    return LabelledImages(
      name: images.name,
      height: height,
      width: width,
      channels: channels,
      pixels: pixels,
      labels: images.labels,
      classNames: images.classNames,
      files: images.files
    )
  }

  private static func pad(
    _ images: LabelledImages,
    _ source: UnsafeBufferPointer<UInt8>,
    into target: UnsafeMutableBufferPointer<UInt8>,
    _ height: Int,
    _ width: Int
  ) {
    target.initialize(repeating: 0)
    let row = images.width * images.channels
    let top = (height - images.height) / 2
    let left = (width - images.width) / 2
    for image in 0..<images.count {
      for y in 0..<images.height {
        let from = (image * images.height + y) * row
        let to = ((image * height + top + y) * width + left) * images.channels
        for value in 0..<row { target[to + value] = source[from + value] }
      }
    }
  }

  private static func average(
    _ images: LabelledImages,
    _ source: UnsafeBufferPointer<UInt8>,
    into target: UnsafeMutableBufferPointer<UInt8>,
    _ factor: Int
  ) {
    let channels = images.channels
    let row = images.width * channels
    let area = factor * factor
    var place = 0
    // Blocks of all images follow each other, since the factor divides their height.
    for blockRow in 0..<images.count * images.height / factor {
      for blockColumn in 0..<images.width / factor {
        for channel in 0..<channels {
          let corner = blockRow * factor * row + blockColumn * factor * channels + channel
          var sum = 0
          for dy in 0..<factor {
            for dx in 0..<factor { sum += Int(source[corner + dy * row + dx * channels]) }
          }
          target[place] = UInt8((2 * sum + area) / (2 * area))
          place += 1
        }
      }
    }
  }

  /// The two pixels that a new pixel's centre lies between and the share of the second.
  private struct Between {
    let low: Int
    let high: Int
    let share: Double

    init(_ index: Int, of size: Int, in source: Int) {
      let centre = (Double(index) + 0.5) * Double(source) / Double(size) - 0.5
      let clamped = min(max(centre, 0), Double(source - 1))
      low = Int(clamped)
      high = min(low + 1, source - 1)
      share = clamped - Double(low)
    }

    func mix(_ first: UInt8, _ second: UInt8) -> Double {
      Double(first) * (1 - share) + Double(second) * share
    }
  }

  private static func interpolate(
    _ images: LabelledImages,
    _ source: UnsafeBufferPointer<UInt8>,
    into target: UnsafeMutableBufferPointer<UInt8>,
    _ height: Int,
    _ width: Int
  ) {
    let channels = images.channels
    let rows = (0..<height).map { Between($0, of: height, in: images.height) }
    let columns = (0..<width).map { Between($0, of: width, in: images.width) }
    var place = 0
    for image in 0..<images.count {
      let start = image * images.valuesPerImage
      for row in rows {
        let upper = start + row.low * images.width * channels
        let lower = start + row.high * images.width * channels
        for column in columns {
          for channel in 0..<channels {
            let (left, right) = (column.low * channels + channel, column.high * channels + channel)
            let above = column.mix(source[upper + left], source[upper + right])
            let below = column.mix(source[lower + left], source[lower + right])
            let level = (above * (1 - row.share) + below * row.share).rounded()
            target[place] = UInt8(min(255, max(0, level)))
            place += 1
          }
        }
      }
    }
  }
}
