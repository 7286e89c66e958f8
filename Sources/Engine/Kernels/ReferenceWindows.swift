import CKernels

/// The loops over windows of pixels and over whole samples.
extension Reference {
  /// Calls `body(output place, window start)` for every output pixel in order.
  private static func pixels(
    _ p: dk_depthwise,
    _ channel: Int,
    _ body: (_ out: Int, _ window: Int) -> Void
  ) {
    for y in 0..<Int(p.rows) {
      for x in 0..<Int(p.width) {
        body(
          y * Int(p.out_row) + x * Int(p.out_ps) + channel,
          Int(p.stride) * (y * Int(p.in_row) + x * Int(p.in_ps)) + channel
        )
      }
    }
  }

  private static func tapOffset(_ p: dk_depthwise, _ tap: Int) -> Int {
    let size = Int(p.kernel)
    return Int(p.dilation) * (tap / size * Int(p.in_row) + tap % size * Int(p.in_ps))
  }

  static func depthwise(_ p: dk_depthwise) {
    let out = output(p.out)
    let x = input(p.in)
    let w = input(p.w)
    let taps = Int(p.kernel) * Int(p.kernel)
    let gate = p.x.map { input($0) }
    for channel in 0..<Int(p.channels) {
      let scale = p.scale.map { input($0)[channel] } ?? 1
      let shift = p.shift.map { input($0)[channel] } ?? 0
      pixels(p, channel) { place, window in
        let old: T = p.accumulate != 0 ? out[place] : 0
        var sum: T = gate == nil ? old : 0
        for tap in 0..<taps {
          let weight = (p.flipped != 0 ? taps - 1 - tap : tap) * Int(p.w_ps) + channel
          sum = fma(x[window + tapOffset(p, tap)], w[weight], sum)
        }
        if let gate {
          let (row, column) = (place / Int(p.out_row), place % Int(p.out_row) / Int(p.out_ps))
          let value = gate[row * Int(p.x_row) + column * Int(p.x_ps) + channel]
          if !(fma(value, scale, shift) > 0) { sum = 0 }
          if p.accumulate != 0 { sum += old }
        }
        out[place] = sum
      }
    }
  }

  static func depthwiseScatter(_ p: dk_depthwise) {
    let gradient = input(p.out)
    let x = output(UnsafeMutableRawPointer(mutating: p.in))
    let w = input(p.w)
    for channel in 0..<Int(p.channels) {
      pixels(p, channel) { place, window in
        for tap in 0..<Int(p.kernel) * Int(p.kernel) {
          let target = window + tapOffset(p, tap)
          x[target] = fma(gradient[place], w[tap * Int(p.w_ps) + channel], x[target])
        }
      }
    }
  }

  static func depthwiseWeights(_ p: dk_depthwise) {
    let gradient = input(p.out)
    let x = input(p.in)
    let w = output(UnsafeMutableRawPointer(mutating: p.w))
    for channel in 0..<Int(p.channels) {
      for tap in 0..<Int(p.kernel) * Int(p.kernel) {
        var sum: T = 0
        pixels(p, channel) { place, window in
          sum = fma(x[window + tapOffset(p, tap)], gradient[place], sum)
        }
        let target = tap * Int(p.w_ps) + channel
        w[target] = p.accumulate != 0 ? w[target] + sum : sum
      }
    }
  }

  static func moments(
    _ z: In,
    _ stride: Int,
    _ rows: Int,
    _ width: Int,
    _ channels: Int,
    _ sum: UnsafeMutablePointer<Double>,
    _ square: UnsafeMutablePointer<Double>
  ) {
    for channel in 0..<channels {
      for y in 0..<rows {
        var (s, q): (T, T) = (0, 0)
        for x in 0..<width {
          let value = z[(y * width + x) * stride + channel]
          s += value
          q = fma(value, value, q)
        }
        sum[channel] += Double(s)
        square[channel] += Double(q)
      }
    }
  }

  static func pairSums(
    _ g: In,
    _ gStride: Int,
    _ pairs: UnsafeBufferPointer<dk_pair>,
    _ rows: Int,
    _ width: Int,
    _ channels: Int
  ) {
    for pair in pairs { pairSums(g, gStride, pair, rows, width, channels) }
  }

  private static func pairSums(
    _ g: In,
    _ gStride: Int,
    _ pair: dk_pair,
    _ rows: Int,
    _ width: Int,
    _ channels: Int
  ) {
    let z = input(pair.z)
    let mean = pair.mean?.assumingMemoryBound(to: T.self)
    for channel in 0..<channels {
      for y in 0..<rows {
        var (s, q): (T, T) = (0, 0)
        for x in 0..<width {
          let pixel = y * width + x
          let value = g[pixel * gStride + channel]
          s += value
          q = fma(value, z[pixel * Int(pair.ps) + channel] - (mean?[channel] ?? 0), q)
        }
        pair.first[channel] += Double(s)
        pair.second[channel] += Double(q)
      }
    }
  }

  static func pixelSum(
    _ x: In,
    _ stride: Int,
    _ scale: In?,
    _ shift: In?,
    _ rectify: Bool,
    _ rows: Int,
    _ width: Int,
    _ channels: Int,
    _ out: UnsafeMutablePointer<Double>
  ) {
    for channel in 0..<channels {
      out[channel] = 0
      for y in 0..<rows {
        var sum: T = 0
        for column in 0..<width {
          let value = affine(x[(y * width + column) * stride + channel], scale, shift, channel)
          sum += rectify ? relu(value) : value
        }
        out[channel] += Double(sum)
      }
    }
  }

  static func pixelSpread(
    _ gradient: Out,
    _ gradientStride: Int,
    _ value: In,
    _ x: In?,
    _ stride: Int,
    _ scale: In?,
    _ shift: In?,
    _ rectify: Bool,
    _ pixels: Int,
    _ channels: Int
  ) {
    for pixel in 0..<pixels {
      for channel in 0..<channels {
        var part = value[channel]
        if rectify, let x, !(affine(x[pixel * stride + channel], scale, shift, channel) > 0) {
          part = 0
        }
        gradient[pixel * gradientStride + channel] += part
      }
    }
  }
}
