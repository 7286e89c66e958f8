import Engine
import Testing

@testable import Datasets

private let stream = RandomStream(seed: 11, name: "test/augmentation")

@Suite struct AugmentationTests {
  private let full = Augmentation(cropPadding: 3, flips: true, cutout: 4)

  @Test("draws cover their ranges and nothing else")
  func ranges() {
    let draws = (0..<2000).map {
      full.draw(stream, step: UInt64($0 / 100), image: $0 % 100, height: 9, width: 12)
    }
    #expect(Set(draws.map(\.down)) == Set(-3...3))
    #expect(Set(draws.map(\.right)) == Set(-3...3))
    let mirrored = draws.filter(\.isMirrored).count
    #expect((850...1150).contains(mirrored))
    // A centre on the first row leaves the lower half of the square.
    #expect(Set(draws.map(\.hiddenRows.lowerBound)) == Set(0...6))
    #expect(draws.map(\.hiddenRows.count).min() == 2 && draws.map(\.hiddenRows.count).max() == 4)
    #expect(draws.map(\.hiddenColumns.upperBound).max() == 12)
  }

  @Test("crop, mirror and cutout do not shift each other's draws")
  func independence() {
    for image in 0..<50 {
      let all = full.draw(stream, step: 5, image: image, height: 9, width: 9)
      let cropOnly = Augmentation(cropPadding: 3, flips: false)
        .draw(stream, step: 5, image: image, height: 9, width: 9)
      let cutoutOnly = Augmentation(cropPadding: 0, flips: false, cutout: 4)
        .draw(stream, step: 5, image: image, height: 9, width: 9)
      #expect(all.down == cropOnly.down && all.right == cropOnly.right)
      #expect(!cropOnly.isMirrored && cropOnly.hiddenRows.isEmpty)
      #expect(all.hiddenRows == cutoutOnly.hiddenRows)
      #expect(cutoutOnly.down == 0 && cutoutOnly.right == 0)
    }
  }

  @Test("no augmentation changes nothing, and cutout is off unless asked for")
  func none() {
    let draw = Augmentation.none.draw(stream, step: 1, image: 1, height: 8, width: 8)
    #expect(draw.down == 0 && draw.right == 0 && !draw.isMirrored && draw.hiddenRows.isEmpty)
    #expect(Augmentation(cropPadding: 4, flips: true).cutout == 0)
  }

  @Test(
    "an option out of its range is named",
    arguments: [
      (Augmentation(cropPadding: -1, flips: true), "augmentation.cropPadding"),
      (Augmentation(cropPadding: 9, flips: true), "augmentation.cropPadding"),
      (Augmentation(cropPadding: 0, flips: true, cutout: -2), "augmentation.cutout"),
      (Augmentation(cropPadding: 0, flips: true, cutout: 9), "augmentation.cutout"),
    ]
  )
  func badOptions(augmentation: Augmentation, option: String) throws {
    let error = #expect(throws: DatasetError.self) {
      try augmentation.validate(height: 8, width: 10)
    }
    #expect(try #require(error).description.contains("'\(option)'"))
    if augmentation.cropPadding < 0 || augmentation.cutout < 0 {
      #expect(throws: DatasetError.self) { try augmentation.validate() }
    } else {
      #expect(throws: Never.self) { try augmentation.validate() }
    }
  }
}
