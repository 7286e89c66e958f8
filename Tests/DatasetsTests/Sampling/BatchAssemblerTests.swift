import Engine
import Testing

@testable import Datasets

private let stream = RandomStream(seed: 9, name: "test/assembler")

/// `count` images of 5x6 with distinct neighbours.
private func makeImages(_ count: Int = 7, channels: Int = 3) -> LabelledImages {
  LabelledImages(
    name: "test",
    height: 5,
    width: 6,
    channels: channels,
    pixels: (0..<count * 30 * channels).map { UInt8(($0 * 37 + 1) % 256) },
    labels: (0..<count).map { UInt8($0 % 3) },
    classNames: ["a", "b", "c"]
  )
}

private struct Batch: Equatable {
  var numbers: [Float]
  var labels: [Int32]
}

private func fill(_ assembler: BatchAssembler, _ indices: [Int], step: UInt64 = 0) -> Batch {
  var batch = Batch(
    numbers: [Float](repeating: .nan, count: indices.count * assembler.numbersPerImage),
    labels: [Int32](repeating: -1, count: indices.count)
  )
  assembler.fill(indices[...], step: step, into: &batch.numbers, labels: &batch.labels)
  return batch
}

@Suite struct BatchAssemblerTests {
  private let statistics = ChannelStatistics(
    mean: [0.5, 0.25, 0.125],
    standardDeviation: [0.25, 0.5, 2]
  )

  @Test("pixels are normalized, channels padded with zeros, labels copied")
  func plain() {
    let images = makeImages()
    let assembler = BatchAssembler(images: images, statistics: statistics, stream: stream)
    #expect(assembler.lanes == 8 && assembler.numbersPerImage == 240)
    let batch = fill(assembler, [4, 0])
    #expect(batch.labels == [1, 0])
    #expect(assembler.labels([4, 0]) == [1, 0])
    for (position, index) in [4, 0].enumerated() {
      for pixel in 0..<30 {
        for lane in 0..<8 {
          let got = batch.numbers[(position * 30 + pixel) * 8 + lane]
          guard lane < 3 else {
            #expect(got == 0)
            continue
          }
          let level = Double(images.image(at: index)[index * 90 + pixel * 3 + lane])
          let value = (level / 255 - statistics.mean[lane]) / statistics.standardDeviation[lane]
          #expect(got == Float(value))
        }
      }
    }
  }

  @Test("channels are padded to a multiple of eight", arguments: [(1, 8), (8, 8), (9, 16)])
  func lanes(channels: Int, lanes: Int) {
    let images = makeImages(2, channels: channels)
    let assembler = BatchAssembler(
      images: images,
      statistics: Preparation().statistics(training: images),
      stream: stream
    )
    #expect(assembler.lanes == lanes)
    #expect(fill(assembler, [1]).numbers.allSatisfy { $0.isFinite })
  }

  @Test("crop, mirror and cutout are those of the draw")
  func augmented() {
    let images = makeImages()
    let augmentation = Augmentation(cropPadding: 2, flips: true, cutout: 3)
    let assembler = BatchAssembler(
      images: images,
      statistics: statistics,
      augmentation: augmentation,
      stream: stream
    )
    for (index, step) in (0..<7).flatMap({ index in (0..<6).map { (index, UInt64($0)) } }) {
      let batch = fill(assembler, [index], step: step)
      let draw = augmentation.draw(stream, step: step, image: index, height: 5, width: 6)
      for y in 0..<5 {
        for x in 0..<6 {
          let hidden = draw.hiddenRows.contains(y) && draw.hiddenColumns.contains(x)
          let (fromY, fromX) = (y + draw.down, (draw.isMirrored ? 5 - x : x) + draw.right)
          let inside = (0..<5).contains(fromY) && (0..<6).contains(fromX)
          for lane in 0..<3 {
            let level = inside ? images.pixels[((index * 5 + fromY) * 6 + fromX) * 3 + lane] : 0
            let value =
              (Double(level) / 255 - statistics.mean[lane]) / statistics.standardDeviation[lane]
            #expect(batch.numbers[(y * 6 + x) * 8 + lane] == (hidden ? 0 : Float(value)))
          }
        }
      }
    }
  }

  @Test("an image's numbers depend on seed, step and image, not on its place in the batch")
  func addressed() {
    let assembler = BatchAssembler(
      images: makeImages(),
      statistics: statistics,
      augmentation: Augmentation(cropPadding: 2, flips: true, cutout: 2),
      stream: stream
    )
    let whole = fill(assembler, [0, 1, 2, 3, 4, 5, 6], step: 3)
    let slices = [fill(assembler, [5, 6], step: 3), fill(assembler, [0, 1, 2, 3, 4], step: 3)]
    #expect(slices[1].numbers + slices[0].numbers == whole.numbers)
    #expect(slices[1].labels + slices[0].labels == whole.labels)
    #expect(fill(assembler, [0, 1, 2, 3, 4, 5, 6], step: 4).numbers != whole.numbers)
  }

  @Test("32-bit numbers are the 64-bit ones rounded, whichever way memory is given")
  func precisions() {
    let assembler = BatchAssembler(
      images: makeImages(),
      statistics: statistics,
      augmentation: Augmentation(cropPadding: 1, flips: true),
      stream: stream
    )
    let indices = [6, 2, 3]
    let single = fill(assembler, indices, step: 8)
    var double = [Double](repeating: .nan, count: 3 * assembler.numbersPerImage)
    var labels = [Int32](repeating: -1, count: 3)
    assembler.fill(indices[...], step: 8, into: &double, labels: &labels)
    #expect(double.map { Float($0) } == single.numbers)
    #expect(labels == single.labels)
    #expect(double.contains { Double(Float($0)) != $0 })

    for precision in Precision.allCases {
      let memory = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 3 * assembler.numbersPerImage * precision.elementSize,
        alignment: 64
      )
      defer { memory.deallocate() }
      labels.withUnsafeMutableBufferPointer {
        assembler.fill(indices[...], step: 8, into: memory, precision: precision, labels: $0)
      }
      switch precision {
      case .float: #expect(Array(memory.assumingMemoryBound(to: Float.self)) == single.numbers)
      case .double: #expect(Array(memory.assumingMemoryBound(to: Double.self)) == double)
      }
    }
  }

  @Test("images as loaded are checked, resized and measured")
  func prepared() throws {
    let images = makeImages()
    let preparation = Preparation(resize: .pad(height: 8, width: 8))
    let assembler = try BatchAssembler(
      images: images,
      preparation: preparation,
      augmentation: Augmentation(cropPadding: 1, flips: false),
      stream: stream
    )
    #expect(assembler.images.height == 8 && assembler.numbersPerImage == 512)
    let resized = try preparation.resized(images)
    let direct = BatchAssembler(
      images: resized,
      statistics: ChannelStatistics(measuring: resized),
      augmentation: Augmentation(cropPadding: 1, flips: false),
      stream: stream
    )
    #expect(fill(assembler, [1, 2]) == fill(direct, [1, 2]))
    #expect(throws: DatasetError.self) {
      try BatchAssembler(
        images: images,
        preparation: Preparation(resize: .average(factor: 2)),
        stream: stream
      )
    }
    #expect(throws: DatasetError.self) {
      try BatchAssembler(
        images: images,
        preparation: preparation,
        augmentation: Augmentation(cropPadding: 9, flips: false),
        stream: stream
      )
    }
  }

  @Test("measured statistics give batches of mean 0 and deviation 1")
  func normalized() throws {
    let images = makeImages(7, channels: 1)
    let assembler = try BatchAssembler(
      images: images,
      preparation: Preparation(),
      stream: stream
    )
    let numbers = fill(assembler, Array(0..<7)).numbers
    let values = stride(from: 0, to: numbers.count, by: 8).map { Double(numbers[$0]) }
    let mean = values.reduce(0, +) / Double(values.count)
    let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
    #expect(abs(mean) < 1e-6 && abs(square - 1) < 1e-5)
  }
}
