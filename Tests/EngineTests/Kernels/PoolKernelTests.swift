import CKernels
import Testing

@testable import Engine

/// Pools with loops of their own against the plain ones.
@Suite struct PoolKernelTests {
  /// An image: channels that fill half a vector, one, one and a half, two and a half; sizes that leave
  /// nothing between the edges, and rests of tiles; the widest with loops of its own and a wider one.
  struct Shape: Sendable, CustomTestStringConvertible {
    let height, width, channels: Int
    /// Elements between the channels of neighbouring pixels.
    var gap = 0
    var testDescription: String { "\(height) x \(width), \(channels) + \(gap) channels" }
  }

  static let shapes: [Shape] = [
    Shape(height: 8, width: 8, channels: 8), Shape(height: 5, width: 19, channels: 16),
    Shape(height: 1, width: 2, channels: 24), Shape(height: 2, width: 3, channels: 40, gap: 8),
    Shape(height: 7, width: 1, channels: 16), Shape(height: 9, width: 17, channels: 8, gap: 16),
    Shape(height: 3, width: 128, channels: 16), Shape(height: 3, width: 129, channels: 16),
  ]

  /// Memory for calls.
  ///
  /// Values are few, so that windows hold their largest several times.
  private struct Case {
    let shape: Shape
    let input, gradient, scale, shift: [Float]
    var pixel: Int { shape.channels + shape.gap }

    init(_ shape: Shape) {
      self.shape = shape
      let noise = RandomStream(seed: 5, name: "pool")
      let count = shape.height * shape.width * (shape.channels + shape.gap)
      func draw(_ count: Int, _ first: Int) -> [Float] {
        (0..<count).map { Float(noise.normal(index: UInt64(first + $0))) }
      }
      input = draw(count, 0).map { ($0 * 4).rounded() / 4 }
      gradient = draw(count, 100_000)
      scale = draw(shape.channels, 200_000)
      shift = draw(shape.channels, 300_000)
    }

    enum Normalization { case none, input, gradient, both }

    private func call(_ isMaximum: Bool) -> dk_pooling {
      var pool = dk_pooling()
      (pool.window, pool.pad, pool.stride, pool.is_max) = (3, 1, 1, isMaximum ? 1 : 0)
      (pool.height, pool.width) = (Int64(shape.height), Int64(shape.width))
      (pool.out_height, pool.out_width) = (pool.height, pool.width)
      (pool.row, pool.rows) = (0, pool.height)
      pool.channels = Int64(shape.channels)
      (pool.x_ps, pool.out_ps) = (Int64(pixel), Int64(pixel))
      (pool.g_ps, pool.dx_ps) = (Int64(pixel), Int64(pixel))
      return pool
    }

    /// Calls `body` with the addresses of all numbers set in a call.
    private func with(
      _ normalization: Normalization,
      isMaximum: Bool,
      _ body: (inout dk_pooling) -> Void
    ) {
      input.withUnsafeBytes { input in
        gradient.withUnsafeBytes { gradient in
          scale.withUnsafeBytes { scale in
            shift.withUnsafeBytes { shift in
              var pool = call(isMaximum)
              (pool.x, pool.grad) = (input.baseAddress, gradient.baseAddress)
              if normalization == .input || normalization == .both {
                (pool.scale, pool.shift) = (scale.baseAddress, shift.baseAddress)
              }
              if normalization == .gradient || normalization == .both {
                (pool.cg, pool.cz, pool.c0) =
                  (shift.baseAddress, scale.baseAddress, scale.baseAddress)
              }
              body(&pool)
            }
          }
        }
      }
    }

    /// Rows of the pooled image, bit by bit.
    func forward(
      _ choice: KernelChoice,
      _ normalization: Normalization,
      isMaximum: Bool,
      rows: Range<Int>
    ) -> [UInt32] {
      var out = [Float](repeating: 7, count: rows.count * shape.width * pixel)
      with(normalization, isMaximum: isMaximum) { pool in
        out.withUnsafeMutableBytes { out in
          pool.out = out.baseAddress
          (pool.row, pool.rows) = (Int64(rows.lowerBound), Int64(rows.count))
          choice.table(.float).pointee.pool_forward(&pool)
        }
      }
      return out.map { $0.bitPattern }
    }

    /// What the transpose adds to ones, bit by bit.
    func backward(
      _ choice: KernelChoice,
      _ normalization: Normalization,
      isMaximum: Bool
    ) -> [UInt32] {
      var sums = [Float](repeating: 1, count: input.count)
      with(normalization, isMaximum: isMaximum) { pool in
        sums.withUnsafeMutableBytes { sums in
          pool.dx = sums.baseAddress
          choice.table(.float).pointee.pool_backward(&pool)
        }
      }
      return sums.map { $0.bitPattern }
    }

    /// The normalizations that loops for this image know.
    func normalizations(isMaximum: Bool) -> [Normalization] {
      var pool = call(isMaximum)
      return dk_pool_is_three(&pool) != 0 ? [.none, .input, .gradient, .both] : [.none]
    }
  }

  private static var choices: [KernelChoice] {
    KernelChoice.allCases.filter { $0 != .reference && $0.isAvailable }
  }

  @Test("every loop gives the bits of the plain one", arguments: shapes, [false, true])
  func bits(shape: Shape, isMaximum: Bool) {
    let sample = Case(shape)
    for choice in Self.choices {
      for normalization in sample.normalizations(isMaximum: isMaximum) {
        for rows in [0..<shape.height, shape.height / 2..<shape.height, 0..<(shape.height + 1) / 2]
        {
          #expect(
            sample.forward(choice, normalization, isMaximum: isMaximum, rows: rows)
              == sample.forward(.reference, normalization, isMaximum: isMaximum, rows: rows),
            "\(choice.rawValue), \(normalization), rows \(rows)"
          )
        }
        #expect(
          sample.backward(choice, normalization, isMaximum: isMaximum)
            == sample.backward(.reference, normalization, isMaximum: isMaximum),
          "\(choice.rawValue), \(normalization)"
        )
      }
    }
  }

  @Test("one input that is no number makes every window that holds it none")
  func notANumber() {
    var input = [Float](repeating: 1, count: 36 * 8)
    input[(2 * 6 + 4) * 8 + 3] = .nan
    for choice in Self.choices {
      var out = [Float](repeating: 0, count: input.count)
      var pool = dk_pooling()
      (pool.window, pool.pad, pool.stride, pool.is_max) = (3, 1, 1, 1)
      (pool.height, pool.width, pool.out_height, pool.out_width) = (6, 6, 6, 6)
      (pool.rows, pool.channels, pool.x_ps, pool.out_ps) = (6, 8, 8, 8)
      input.withUnsafeBytes { input in
        out.withUnsafeMutableBytes { out in
          (pool.x, pool.out) = (input.baseAddress, out.baseAddress)
          choice.table(.float).pointee.pool_forward(&pool)
        }
      }
      for place in out.indices {
        let (pixel, channel) = place.quotientAndRemainder(dividingBy: 8)
        let (row, column) = pixel.quotientAndRemainder(dividingBy: 6)
        let holds = channel == 3 && (1...3).contains(row) && (3...5).contains(column)
        #expect(out[place].isNaN == holds, "\(choice.rawValue), row \(row), column \(column)")
      }
    }
  }
}
