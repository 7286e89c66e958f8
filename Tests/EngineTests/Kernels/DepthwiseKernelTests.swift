import CKernels
import Testing

@testable import Engine

/// Loops with tiles, pairs and gates of their own against the plain ones.
@Suite struct DepthwiseKernelTests {
  /// Channels that fill half a vector, one, one and a half, two and a half, or have loops of their own;
  /// widths that leave a rest of tiles and pairs; pixels next to each other or apart.
  static let shapes: [(channels: Int, width: Int, gap: Int)] = [
    (8, 16, 0), (8, 6, 0), (8, 7, 0), (16, 16, 0), (16, 19, 0), (24, 6, 0), (40, 9, 0), (32, 17, 0),
    (64, 9, 0), (8, 6, 8), (16, 17, 8), (32, 9, 16),
  ]

  struct Window: Sendable, CustomTestStringConvertible {
    let kernel, stride, dilation: Int
    var testDescription: String { "\(kernel)x\(kernel), stride \(stride), dilation \(dilation)" }
  }

  static let windows: [Window] = [3, 5, 7].flatMap { kernel in
    [1, 2].flatMap { stride in
      [1, 2].map { Window(kernel: kernel, stride: stride, dilation: $0) }
    }
  }

  private static let rows = 4

  @Test("a part of a call leaves out what its own windows have of the border")
  func parts() {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 8192, alignment: 64)
    defer { memory.deallocate() }
    var whole = dk_depthwise()
    (whole.in, whole.out) = (UnsafeRawPointer(memory), memory)
    (whole.rows, whole.stride) = (8, 2)
    // Rows 14 - 4 to 14 + 4 of an image of 16.
    whole = whole.skippingBorder(4, height: 16)
    (whole.in_row, whole.out_row) = (100, 10)
    let parts = [0..<1, 1..<3, 3..<7, 6..<7, 7..<8, 0..<8].map { rows in
      let part = whole.part(rows, size: 4)
      #expect(part.in - UnsafeRawPointer(memory) == rows.lowerBound * 2 * 100 * 4)
      #expect(part.out - memory == rows.lowerBound * 10 * 4)
      return [part.rows, part.above, part.below]
    }
    #expect(parts == [[1, 4, 0], [2, 2, 0], [4, 0, 1], [1, 0, 1], [1, 0, 3], [8, 4, 3]])
  }

  /// Memory for a call: an input in a border, outputs, gate, weights.
  private final class Case {
    var input, output, gate, weights, scale, shift: [Float]
    let window: Window
    let channels, width: Int
    /// Elements from a pixel to the next.
    private let pixel: Int
    private let inputRow: Int
    /// Zeros around the input, nil where there are none.
    private let border: (above: Int, below: Int, sides: Int)?

    /// - Parameter isBordered: whether the input lies among zeros, whose taps need not be applied.
    init(_ window: Window, channels: Int, width: Int, gap: Int, isBordered: Bool) {
      self.window = window
      self.channels = channels
      self.width = width
      pixel = channels + gap
      let reach = window.dilation * (window.kernel - 1)
      inputRow = (window.stride * (width - 1) + 1 + reach) * pixel
      let noise = RandomStream(seed: 3, name: "depthwise")
      func draw(_ count: Int, _ first: Int) -> [Float] {
        (0..<count).map { Float(noise.normal(index: UInt64(first + $0))) }
      }
      let inputRows = window.stride * (rows - 1) + 1 + reach
      input = draw(inputRows * inputRow, 0)
      output = draw(rows * width * pixel, 100_000)
      gate = draw(rows * width * pixel, 200_000)
      weights = draw(window.kernel * window.kernel * channels, 300_000)
      scale = draw(channels, 400_000)
      shift = draw(channels, 500_000)
      // Below the last window of an even image at a stride of two lies a row less.
      let (above, below) = (reach / 2, reach / 2 - (window.stride - 1))
      border = isBordered ? (above, below, window.stride == 1 ? reach / 2 : 0) : nil
      guard let border else { return }
      for row in 0..<inputRows {
        for column in 0..<inputRow / pixel {
          let isInside =
            row >= border.above && row < inputRows - border.below
            && column >= border.sides && column < inputRow / pixel - border.sides
          if isInside { continue }
          for channel in 0..<pixel { input[row * inputRow + column * pixel + channel] = 0 }
        }
      }
    }

    enum Work { case plain, flipped, gated, weights }

    /// What a table of loops makes of it, bit by bit.
    func run(_ choice: KernelChoice, _ work: Work, accumulate: Bool) -> [UInt32] {
      var (out, taps) = (output, weights)
      let kernels = choice.table(.float).pointee
      input.withUnsafeBytes { input in
        out.withUnsafeMutableBytes { out in
          taps.withUnsafeMutableBytes { taps in
            var call = dk_depthwise()
            call.in = input.baseAddress
            call.out = out.baseAddress
            call.w = UnsafeRawPointer(taps.baseAddress)
            (call.out_row, call.out_ps) = (Int64(width * pixel), Int64(pixel))
            (call.in_row, call.in_ps) = (Int64(inputRow), Int64(pixel))
            (call.w_ps, call.channels) = (Int64(channels), Int64(channels))
            (call.rows, call.width) = (Int64(rows), Int64(width))
            if let border, choice != .reference {
              (call.above, call.below) = (Int64(border.above), Int64(border.below))
              call.sides = border.sides > 0 ? 1 : 0
            }
            call.kernel = Int32(window.kernel)
            (call.stride, call.dilation) = (Int32(window.stride), Int32(window.dilation))
            // What is brought closer meanwhile changes nothing.
            call.ahead = accumulate ? input.baseAddress : nil
            call.flipped = work == .flipped || work == .gated ? 1 : 0
            (call.accumulate, call.fetch) = (accumulate ? 1 : 0, Int32(channels / 8 % 2))
            if work == .weights {
              kernels.depthwise_weights(&call)
            } else if work == .gated {
              (call.x_row, call.x_ps) = (Int64(width * pixel), Int64(pixel))
              gate.withUnsafeBytes { gate in
                scale.withUnsafeBytes { scale in
                  shift.withUnsafeBytes { shift in
                    call.x = gate.baseAddress
                    (call.scale, call.shift) = (scale.baseAddress, shift.baseAddress)
                    kernels.depthwise(&call)
                  }
                }
              }
            } else {
              kernels.depthwise(&call)
            }
          }
        }
      }
      return (out + taps).map { $0.bitPattern }
    }
  }

  @Test(
    "every loop gives the bits of the plain one, which leaves out no taps of zeros",
    arguments: windows,
    [false, true]
  )
  func bits(window: Window, isBordered: Bool) {
    for choice in KernelChoice.allCases where choice != .reference && choice.isAvailable {
      for (channels, width, gap) in Self.shapes {
        let sample = Case(
          window,
          channels: channels,
          width: width,
          gap: gap,
          isBordered: isBordered
        )
        for work in [Case.Work.plain, .flipped, .gated, .weights] {
          for accumulate in [false, true] {
            #expect(
              sample.run(choice, work, accumulate: accumulate)
                == sample.run(.reference, work, accumulate: accumulate),
              "\(choice.rawValue), \(channels) + \(gap) channels, width \(width), \(work), \(accumulate)"
            )
          }
        }
      }
    }
  }
}
