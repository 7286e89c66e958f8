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

  /// Memory for a call: an input in a border, outputs, gate, weights.
  private final class Case {
    var input, output, gate, weights, scale, shift: [Float]
    let window: Window
    let channels, width: Int
    /// Elements from a pixel to the next.
    private let pixel: Int
    private let inputRow: Int

    init(_ window: Window, channels: Int, width: Int, gap: Int) {
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
      input = draw((window.stride * (rows - 1) + 1 + reach) * inputRow, 0)
      output = draw(rows * width * pixel, 100_000)
      gate = draw(rows * width * pixel, 200_000)
      weights = draw(window.kernel * window.kernel * channels, 300_000)
      scale = draw(channels, 400_000)
      shift = draw(channels, 500_000)
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

  @Test("every loop gives the bits of the plain one", arguments: windows)
  func bits(window: Window) {
    for choice in KernelChoice.allCases where choice != .reference && choice.isAvailable {
      for (channels, width, gap) in Self.shapes {
        let sample = Case(window, channels: channels, width: width, gap: gap)
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
