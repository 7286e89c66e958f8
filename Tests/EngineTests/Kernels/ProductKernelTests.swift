import CKernels
import Testing

@testable import Engine

/// Products with tiles, three vectors at a time, and lengths known beforehand against the plain loop.
@Suite struct ProductKernelTests {
  /// How A lies: pixels of a convolution next to each other, apart, or a weight gradient's columns.
  enum Lying: CaseIterable { case dense, apart, columns }

  struct Shape: Sendable, CustomTestStringConvertible {
    let inner, n: Int
    var testDescription: String { "\(inner) terms, \(n) columns" }
  }

  /// As many terms as columns, where some lengths have loops of their own, and others.
  static let shapes: [Shape] =
    [8, 16, 24, 32, 40, 64].map { Shape(inner: $0, n: $0) }
    + [(8, 16), (16, 8), (48, 16), (16, 32), (32, 48), (7, 24)].map { Shape(inner: $0.0, n: $0.1) }

  /// Outputs along m: less than a tile, one, and rests of every kind.
  private static let heights = [1, 5, 12, 13, 23, 32]

  /// What the factors and the sums begin with: enough for the largest.
  private static let numbers: [Float] = {
    let noise = RandomStream(seed: 5, name: "product")
    return (0..<20_000).map { Float(noise.normal(index: UInt64($0))) }
  }()

  /// What a table of loops makes of two rows of `m` outputs and `outer` sums each, bit by bit.
  private func run(
    _ choice: KernelChoice,
    _ shape: Shape,
    _ lying: Lying,
    m: Int,
    outer: Int,
    accumulate: Bool
  ) -> [UInt32] {
    let pixel = lying == .apart ? shape.inner + 8 : shape.inner
    let a = Self.numbers
    let b = Array(Self.numbers.dropFirst(3000))
    var c = Array(Self.numbers[10_000..<10_000 + 2 * (m + 1) * shape.n])
    let offsets = (0..<outer).map { Int64($0 * pixel) }
    a.withUnsafeBytes { a in
      b.withUnsafeBytes { b in
        c.withUnsafeMutableBytes { c in
          offsets.withUnsafeBufferPointer { offsets in
            var call = dk_product()
            call.c = c.baseAddress
            call.a = a.baseAddress
            call.b = b.baseAddress
            call.a_outer = outer > 1 ? offsets.baseAddress : nil
            (call.c_row, call.c_m) = (Int64((m + 1) * shape.n), Int64(shape.n))
            call.a_row = Int64(m * pixel)
            (call.a_m, call.a_inner) = lying == .columns ? (1, Int64(m)) : (Int64(pixel), 1)
            (call.b_outer, call.b_inner) = (Int64(shape.inner * shape.n), Int64(shape.n))
            (call.rows, call.m, call.n) = (2, Int64(m), Int64(shape.n))
            (call.outer, call.inner) = (Int64(outer), Int64(shape.inner))
            call.accumulate = accumulate ? 1 : 0
            // What is brought closer meanwhile changes nothing.
            if accumulate { call.ahead = (UnsafeRawPointer(c.baseAddress), b.baseAddress) }
            choice.table(.float).pointee.product(&call)
          }
        }
      }
    }
    return c.map { $0.bitPattern }
  }

  @Test("every product has the bits of the plain one", arguments: shapes)
  func bits(shape: Shape) {
    for choice in KernelChoice.allCases where choice != .reference && choice.isAvailable {
      for lying in Lying.allCases {
        for m in Self.heights {
          for (outer, accumulate) in [(1, false), (1, true), (3, false)] {
            #expect(
              run(choice, shape, lying, m: m, outer: outer, accumulate: accumulate)
                == run(.reference, shape, lying, m: m, outer: outer, accumulate: accumulate),
              "\(choice.rawValue), \(lying), \(m) outputs, \(outer) sums, \(accumulate)"
            )
          }
        }
      }
    }
  }
}
