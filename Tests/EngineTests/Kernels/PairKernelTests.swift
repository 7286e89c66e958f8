import CKernels
import Testing

@testable import Engine

/// Sums over pairs with loops for several tensors at a time against the plain one.
@Suite struct PairKernelTests {
  /// An image and how its tensors lie.
  struct Shape: Sendable, CustomTestStringConvertible {
    let height, width, channels: Int
    /// Elements between the channels of neighbouring pixels, tensor by tensor.
    let gaps: [Int]
    var testDescription: String { "\(height) x \(width), \(channels) channels, gaps \(gaps)" }
  }

  /// Channels that fill half a vector, one, one and a half, two and a half, four; groups that are full,
  /// that leave a rest of every size, and that another distance of pixels ends early.
  static let shapes: [Shape] = [
    Shape(height: 4, width: 5, channels: 8, gaps: [0]),
    Shape(height: 3, width: 32, channels: 16, gaps: [0, 0, 0, 0, 0, 0]),
    Shape(height: 1, width: 1, channels: 24, gaps: [0, 0, 0]),
    Shape(height: 5, width: 3, channels: 40, gaps: [8, 8, 8, 8, 0, 16, 0, 0, 0]),
    Shape(height: 2, width: 8, channels: 64, gaps: [0, 0, 0, 0, 0, 0, 0]),
    Shape(height: 2, width: 7, channels: 16, gaps: [0, 8]),
  ]

  private static let numbers: [Float] = {
    let noise = RandomStream(seed: 7, name: "pairs")
    return (0..<20_000).map { Float(noise.normal(index: UInt64($0))) }
  }()

  /// The sums that a table of loops makes of all tensors, every second with a mean, beginning with what
  /// is there.
  private func run(_ choice: KernelChoice, _ shape: Shape) -> [UInt64] {
    let count = shape.gaps.count
    var sums = Self.numbers.prefix(2 * count * shape.channels).map { Double($0) }
    Self.numbers.withUnsafeBufferPointer { numbers in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let numbers = numbers.baseAddress, let sums = sums.baseAddress else { return }
        let pairs = (0..<count).map { place in
          dk_pair(
            z: numbers + 1000 * place,
            mean: place % 2 == 0 ? nil : UnsafeRawPointer(numbers + 10_000 + 100 * place),
            first: sums + 2 * place * shape.channels,
            second: sums + (2 * place + 1) * shape.channels,
            ps: Int64(shape.channels + shape.gaps[place])
          )
        }
        choice.table(.float).pointee.pair_sums(
          numbers + 12_000,
          Int64(shape.channels + 8),
          pairs,
          Int64(count),
          Int64(shape.height),
          Int64(shape.width),
          Int64(shape.channels)
        )
      }
    }
    return sums.map { $0.bitPattern }
  }

  @Test("sums of several tensors have the bits of those of one at a time", arguments: shapes)
  func bits(shape: Shape) {
    let expected = run(.reference, shape)
    #expect(Set(expected).count > expected.count / 2)
    for choice in KernelChoice.allCases where choice != .reference && choice.isAvailable {
      #expect(run(choice, shape) == expected, "\(choice.rawValue)")
    }
  }
}
