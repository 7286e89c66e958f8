import Engine
import Testing

@testable import Datasets

/// Two 4x4 gray images: 0, 10, ..., 150 and 100 everywhere.
private let images = LabelledImages(
  name: "test",
  height: 4,
  width: 4,
  channels: 1,
  pixels: (0..<16).map { UInt8($0 * 10) } + [UInt8](repeating: 100, count: 16),
  labels: [0, 1],
  classNames: ["a", "b"]
)

private func resized(_ resize: Preparation.Resize, _ images: LabelledImages = images) throws
  -> LabelledImages
{
  try Preparation(resize: resize).resized(images)
}

@Suite struct PreparationTests {
  @Test("averages are means of blocks, halves rounded up")
  func average() throws {
    let small = try resized(.average(factor: 2))
    #expect(small.pixels == [25, 45, 105, 125, 100, 100, 100, 100])
    #expect(small.labels == images.labels)
    #expect(try resized(.average(factor: 4)).pixels == [75, 100])
    let halves = LabelledImages(
      name: "halves",
      height: 2,
      width: 2,
      channels: 1,
      pixels: [0, 1, 1, 0],
      labels: [0],
      classNames: ["a"]
    )
    #expect(try resized(.average(factor: 2), halves).pixels == [1])
  }

  @Test("averages keep channels apart")
  func averageOfColours() throws {
    let colours = LabelledImages(
      name: "colours",
      height: 2,
      width: 2,
      channels: 3,
      pixels: [0, 100, 200, 4, 104, 204, 8, 108, 208, 12, 112, 212],
      labels: [0],
      classNames: ["a"]
    )
    #expect(try resized(.average(factor: 2), colours).pixels == [6, 106, 206])
  }

  @Test("padding is black, the odd row below and the odd column to the right")
  func padding() throws {
    let padded = try resized(.pad(height: 7, width: 6))
    #expect([padded.height, padded.width] == [7, 6])
    for y in 0..<7 {
      for x in 0..<6 {
        let inside = (1..<5).contains(y) && (1..<5).contains(x)
        #expect(
          padded.image(at: 0)[y * 6 + x] == (inside ? UInt8(((y - 1) * 4 + x - 1) * 10) : 0)
        )
      }
    }
    #expect(padded.image(at: 1).filter { $0 == 100 }.count == 16)
  }

  @Test(
    "bilinear interpolation keeps the extents, halves them to means, and is flat on flat images"
  )
  func bilinear() throws {
    #expect(try resized(.bilinear(height: 4, width: 4)) == images)
    #expect(
      try resized(.bilinear(height: 2, width: 2)).pixels
        == resized(.average(factor: 2)).pixels
    )
    let large = try resized(.bilinear(height: 9, width: 5))
    #expect(large.image(at: 1).allSatisfy { $0 == 100 })
    #expect(large.image(at: 0).first == 0 && large.image(at: 0).last == 150)
    // Twice the width: centres at -0.25, 0.25, 0.75, ... of the old columns.
    let wide = try resized(.bilinear(height: 4, width: 8))
    #expect(Array(wide.pixels.prefix(8)) == [0, 3, 8, 13, 18, 23, 28, 30])
  }

  @Test(
    "an option that is wrong or does not fit is named",
    arguments: [
      (Preparation(resize: .pad(height: 3, width: 9)), "resize.pad"),
      (Preparation(resize: .pad(height: 9000, width: 9)), "resize.pad"),
      (Preparation(resize: .average(factor: 3)), "resize.average"),
      (Preparation(resize: .average(factor: 0)), "resize.average"),
      (Preparation(resize: .bilinear(height: 0, width: 4)), "resize.bilinear"),
      (Preparation(resize: .bilinear(height: 4, width: 4097)), "resize.bilinear"),
      (
        Preparation(
          normalization: .given(ChannelStatistics(mean: [0, 0], standardDeviation: [1, 1]))
        ),
        "normalization.mean"
      ),
      (
        Preparation(normalization: .given(ChannelStatistics(mean: [0], standardDeviation: []))),
        "normalization.standardDeviation"
      ),
      (
        Preparation(normalization: .given(ChannelStatistics(mean: [0], standardDeviation: [0]))),
        "normalization.standardDeviation[0]"
      ),
      (
        Preparation(normalization: .given(ChannelStatistics(mean: [.nan], standardDeviation: [1]))),
        "normalization.mean[0]"
      ),
    ]
  )
  func badOptions(preparation: Preparation, option: String) throws {
    let error = #expect(throws: DatasetError.self) { try preparation.resized(images) }
    guard case .invalidOption(option, _, _) = try #require(error) else {
      Issue.record("another option is named: \(String(describing: error))")
      return
    }
  }

  @Test("statistics are the mean and deviation of each channel in 0...1")
  func statistics() {
    let colours = LabelledImages(
      name: "colours",
      height: 1,
      width: 2,
      channels: 2,
      pixels: [0, 51, 255, 51],
      labels: [0],
      classNames: ["a"]
    )
    let measured = Preparation().statistics(training: colours)
    #expect(measured.mean == [0.5, 0.2])
    // A constant channel keeps its scale.
    #expect(measured.standardDeviation == [0.5, 1])
    let none = Preparation(normalization: .none).statistics(training: colours)
    #expect(none == ChannelStatistics(mean: [0, 0], standardDeviation: [1, 1]))
    #expect(
      Preparation(normalization: .given(measured)).statistics(training: images) == measured
    )
  }

  @Test("statistics do not depend on the order of the images")
  func order() throws {
    let reversed = images.selected([1, 0])
    #expect(ChannelStatistics(measuring: reversed) == ChannelStatistics(measuring: images))
  }
}
