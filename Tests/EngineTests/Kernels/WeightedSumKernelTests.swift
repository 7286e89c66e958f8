import CKernels
import Testing

@testable import Engine

/// Weighted sums with loops for several terms and a page of pixels at a time against the plain one.
@Suite struct WeightedSumKernelTests {
  /// Pixels, channels, and how many elements lie between the channels of a term's neighbouring pixels.
  struct Shape: Sendable, CustomTestStringConvertible {
    let pixels, channels: Int
    let gaps: [Int]
    var testDescription: String { "\(pixels) pixels, \(channels) channels, gaps \(gaps)" }
  }

  /// No term, one, as many as are added at a time, one more, and groups that another distance of pixels
  /// ends; one pixel, a page, pages and a rest; pixels of half a vector to more than an eighth of a page.
  static let shapes: [Shape] = [
    Shape(pixels: 3, channels: 16, gaps: []),
    Shape(pixels: 1, channels: 8, gaps: [0]),
    Shape(pixels: 64, channels: 16, gaps: Array(repeating: 0, count: 7)),
    Shape(pixels: 150, channels: 16, gaps: Array(repeating: 8, count: 8)),
    Shape(pixels: 70, channels: 40, gaps: [0, 0, 8, 8, 8, 0]),
    Shape(pixels: 19, channels: 136, gaps: Array(repeating: 0, count: 15)),
  ]

  private static let numbers: [Float] = {
    let noise = RandomStream(seed: 9, name: "weighted")
    return (0..<20_000).map { Float(noise.normal(index: UInt64($0))) }
  }()

  private func run(_ choice: KernelChoice, _ shape: Shape, hasBase: Bool) -> [UInt32] {
    let stride = shape.channels + 8
    var out = [Float](repeating: 7, count: shape.pixels * stride)
    Self.numbers.withUnsafeBufferPointer { numbers in
      guard let numbers = numbers.baseAddress else { return }
      let terms = shape.gaps.enumerated().map { place, gap in
        dk_term(
          z: numbers + 1000 * place,
          coef: numbers + 17_000 + 136 * place,
          ps: Int64(shape.channels + gap)
        )
      }
      choice.table(.float).pointee.weighted_sum(
        &out,
        Int64(stride),
        terms,
        Int64(terms.count),
        hasBase ? UnsafeRawPointer(numbers + 19_500) : nil,
        Int64(shape.pixels),
        Int64(shape.channels)
      )
    }
    return out.map { $0.bitPattern }
  }

  @Test("weighted sums have the bits of the plain ones, and leave gaps alone", arguments: shapes)
  func bits(shape: Shape) {
    for hasBase in [false, true] {
      let expected = run(.reference, shape, hasBase: hasBase)
      for choice in KernelChoice.allCases where choice != .reference && choice.isAvailable {
        #expect(run(choice, shape, hasBase: hasBase) == expected, "\(choice.rawValue), \(hasBase)")
      }
    }
  }
}
