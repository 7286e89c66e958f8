import Foundation
import Testing

@testable import Datasets

private func make(
  _ part: DatasetPart,
  seed: UInt64 = 3,
  _ options: SyntheticOptions
) throws -> LabelledImages {
  var request = DatasetRequest(locations: DataLocations(searchPaths: []), seed: seed)
  request.synthetic = options
  return try SyntheticTask.load(part, request: request)
}

@Suite struct SyntheticTaskTests {
  private static let small = SyntheticOptions(
    trainImages: 20,
    testImages: 10,
    size: 8,
    channels: 3,
    classes: 4
  )

  @Test("extents, counts and labels are those of the options; no file is involved")
  func extents() throws {
    let images = try make(.train, Self.small)
    #expect(images.extents == [20, 8, 8, 3])
    #expect(images.classCounts() == [5, 5, 5, 5])
    #expect(
      images.classNames == [
        "0 degrees, disc", "90 degrees, disc", "0 degrees, ring", "90 degrees, ring",
      ]
    )
    #expect(images.files.isEmpty)
    #expect(try make(.test, Self.small).count == 10)
  }

  @Test("the same seed gives the same images, another seed or part others")
  func seeds() throws {
    let images = try make(.train, Self.small)
    #expect(try make(.train, Self.small) == images)
    #expect(try make(.train, seed: 4, Self.small).pixels != images.pixels)
    let test = try make(.test, Self.small)
    #expect(test.pixels != Array(images.pixels.prefix(test.pixels.count)))
  }

  @Test("an image does not depend on how many are made")
  func addressed() throws {
    var options = Self.small
    options.trainImages = 7
    #expect(
      try make(.train, options).pixels
        == Array(try make(.train, Self.small).pixels.prefix(7 * 8 * 8 * 3))
    )
  }

  @Test(
    "an option out of its range is named",
    arguments: [
      ("trainImages", SyntheticOptions(trainImages: 0)),
      ("testImages", SyntheticOptions(testImages: -1)),
      ("size", SyntheticOptions(size: 3)),
      ("size", SyntheticOptions(size: 257)),
      ("classes", SyntheticOptions(classes: 102)),
      ("classes", SyntheticOptions(classes: 5)),
      ("channels", SyntheticOptions(channels: 2)),
      ("noise", SyntheticOptions(noise: -1)),
      ("noise", SyntheticOptions(noise: .nan)),
      ("trainImages", SyntheticOptions(trainImages: 1_000_000, size: 256)),
    ]
  )
  func badOptions(name: String, options: SyntheticOptions) throws {
    let error = #expect(throws: DatasetError.self) { try make(.train, options) }
    guard case .invalidOption(let option, _, _) = try #require(error) else {
      Issue.record("not 'invalid option'")
      return
    }
    #expect(option.hasPrefix("synthetic." + name))
  }

  @Test("oriented filters tell the classes apart where pooled pixels cannot")
  func convolutionsBeatPooling() throws {
    let options = SyntheticOptions(trainImages: 150, testImages: 100, size: 16, channels: 1)
    let (train, test) = (try make(.train, options), try make(.test, options))
    let pooled = accuracy(train, test) {
      Self.pooled($0, maximum: false) + Self.pooled($0, maximum: true)
    }
    let filtered = accuracy(train, test, Self.filtered)
    // Chance is 0.1.
    #expect(pooled < 0.3, "pooled pixels reach \(pooled)")
    #expect(filtered > 0.6, "filters reach \(filtered)")
    #expect(filtered > pooled + 0.3)
  }

  /// Means or largest values of 4x4 blocks.
  private static func pooled(_ image: [Double], maximum: Bool) -> [Double] {
    (0..<16).map { block in
      let values = (0..<16).map {
        image[(block / 4 * 4 + $0 / 4) * 16 + block % 4 * 4 + $0 % 4]
      }
      return maximum ? values.max() ?? 0 : values.reduce(0, +) / 16
    }
  }

  /// Energies of gratings of five directions, in the middle and around it.
  private static func filtered(_ image: [Double]) -> [Double] {
    var features: [Double] = []
    var inner = 0.0
    var outer = 0.0
    for direction in 0..<5 {
      let angle = Double.pi * Double(direction) / 5
      var energy = 0.0
      for y in stride(from: 3, through: 12, by: 1) {
        for x in stride(from: 3, through: 12, by: 1) {
          var (even, odd) = (0.0, 0.0)
          for dy in -3...3 {
            for dx in -3...3 {
              let along = Double(dx) * cos(angle) + Double(dy) * sin(angle)
              let value = image[(y + dy) * 16 + x + dx]
              even += value * cos(2 * Double.pi * 0.2 * along)
              odd += value * sin(2 * Double.pi * 0.2 * along)
            }
          }
          energy += even * even + odd * odd
        }
      }
      features.append(energy)
    }
    for y in 0..<16 {
      for x in 0..<16 {
        let value = image[y * 16 + x] * image[y * 16 + x]
        let distance = (Double(y) - 7.5) * (Double(y) - 7.5) + (Double(x) - 7.5) * (Double(x) - 7.5)
        if distance < 6 { inner += value / 20 } else if distance < 36 { outer += value / 90 }
      }
    }
    let total = features.reduce(0, +)
    return features.map { $0 / total } + [inner / (inner + outer)]
  }

  /// Accuracy of the nearest class mean of standardized features.
  private func accuracy(
    _ train: LabelledImages,
    _ test: LabelledImages,
    _ features: ([Double]) -> [Double]
  ) -> Double {
    func table(_ images: LabelledImages) -> [[Double]] {
      (0..<images.count).map { features(images.image(at: $0).map { (Double($0) - 128) / 128 }) }
    }
    let known = table(train)
    let width = known[0].count
    var (sums, squares) = (
      [Double](repeating: 0, count: width), [Double](repeating: 0, count: width)
    )
    var centres = [[Double]](repeating: sums, count: train.classCount)
    let counts = train.classCounts()
    for (row, label) in zip(known, train.labels) {
      for (feature, value) in row.enumerated() {
        sums[feature] += value
        squares[feature] += value * value
        centres[Int(label)][feature] += value / Double(counts[Int(label)])
      }
    }
    let variances = zip(sums, squares).map { sum, square in
      let mean = sum / Double(known.count)
      return square / Double(known.count) - mean * mean
    }
    var hits = 0
    for (row, label) in zip(table(test), test.labels) {
      let distances = centres.map { centre in
        var distance = 0.0
        for feature in 0..<width {
          let difference = row[feature] - centre[feature]
          distance += difference * difference / variances[feature]
        }
        return distance
      }
      if distances.indices.min(by: { distances[$0] < distances[$1] }) == Int(label) { hits += 1 }
    }
    return Double(hits) / Double(test.count)
  }
}
