import CKernels

/// The element types of the engine.
protocol Element: BinaryFloatingPoint {}
extension Float: Element {}
extension Double: Element {}

/// The plain twins of the C loops: one channel at a time, in the same order of operations, so that
/// they give the same bits.
///
/// Every multiply-add is fused.
enum Reference<T: Element> {
  typealias In = UnsafePointer<T>
  typealias Out = UnsafeMutablePointer<T>

  static func input(_ pointer: UnsafeRawPointer?) -> In {
    guard let pointer else { preconditionFailure("a kernel got no input") }
    return pointer.assumingMemoryBound(to: T.self)
  }

  static func output(_ pointer: UnsafeMutableRawPointer?) -> Out {
    guard let pointer else { preconditionFailure("a kernel got no output") }
    return pointer.assumingMemoryBound(to: T.self)
  }

  static func fma(_ a: T, _ b: T, _ c: T) -> T { c.addingProduct(a, b) }

  /// max(x, 0) that lets NaN through.
  static func relu(_ x: T) -> T { x < 0 ? 0 : x }

  static func affine(_ x: T, _ scale: In?, _ shift: In?, _ channel: Int) -> T {
    guard let scale, let shift else { return x }
    return fma(x, scale[channel], shift[channel])
  }

  static func reluPad(
    _ out: Out,
    _ outStride: Int,
    _ x: In,
    _ pixelStride: Int,
    _ scale: In?,
    _ shift: In?,
    _ rectify: Bool,
    _ height: Int,
    _ width: Int,
    _ channels: Int,
    _ pad: Int
  ) {
    let padded = width + 2 * pad
    for y in 0..<height {
      for column in 0..<width {
        for channel in 0..<channels {
          let pixel = y * width + column
          var value = affine(x[pixel * pixelStride + channel], scale, shift, channel)
          if rectify { value = relu(value) }
          out[((y + pad) * padded + pad + column) * outStride + channel] = value
        }
      }
    }
  }

  static func reluUnpad(
    _ gradient: Out,
    _ gradientStride: Int,
    _ padded: In,
    _ paddedStride: Int,
    _ x: In?,
    _ pixelStride: Int,
    _ scale: In?,
    _ shift: In?,
    _ rectify: Bool,
    _ height: Int,
    _ width: Int,
    _ channels: Int,
    _ pad: Int,
    _ accumulate: Bool
  ) {
    for y in 0..<height {
      for column in 0..<width {
        for channel in 0..<channels {
          let place = ((y + pad) * (width + 2 * pad) + column + pad) * paddedStride + channel
          var value = padded[place]
          let pixel = y * width + column
          if rectify, let x {
            let input = affine(x[pixel * pixelStride + channel], scale, shift, channel)
            if !(input > 0) { value = 0 }
          }
          let target = pixel * gradientStride + channel
          gradient[target] = accumulate ? value + gradient[target] : value
        }
      }
    }
  }

  static func product(_ p: dk_product) {
    let c = output(p.c)
    let a = input(p.a)
    let b = input(p.b)
    for row in 0..<Int(p.rows) {
      for m in 0..<Int(p.m) {
        for n in 0..<Int(p.n) {
          let target = row * Int(p.c_row) + m * Int(p.c_m) + n
          var sum: T = p.accumulate != 0 ? c[target] : 0
          for outer in 0..<Int(p.outer) {
            let offset = p.a_outer == nil ? 0 : Int(p.a_outer[outer])
            let start = row * Int(p.a_row) + m * Int(p.a_m) + offset
            for inner in 0..<Int(p.inner) {
              sum = fma(
                a[start + inner * Int(p.a_inner)],
                b[outer * Int(p.b_outer) + inner * Int(p.b_inner) + n],
                sum
              )
            }
          }
          c[target] = sum
        }
      }
    }
  }

  static func combine(
    _ out: Out,
    _ outRow: Int,
    _ outStride: Int,
    _ g: In,
    _ gStride: Int,
    _ z: In?,
    _ zStride: Int,
    _ cg: In,
    _ cz: In?,
    _ c0: In?,
    _ rows: Int,
    _ width: Int,
    _ channels: Int
  ) {
    for y in 0..<rows {
      for x in 0..<width {
        for channel in 0..<channels {
          let pixel = y * width + x
          var rest = c0?[channel] ?? 0
          if let z, let cz { rest = fma(z[pixel * zStride + channel], cz[channel], rest) }
          out[y * outRow + x * outStride + channel] = fma(
            g[pixel * gStride + channel],
            cg[channel],
            rest
          )
        }
      }
    }
  }

  static func weightedSum(
    _ out: Out,
    _ outStride: Int,
    _ terms: UnsafePointer<dk_term>,
    _ count: Int,
    _ base: In?,
    _ pixels: Int,
    _ channels: Int
  ) {
    for pixel in 0..<pixels {
      for channel in 0..<channels {
        var sum = base?[channel] ?? 0
        for index in 0..<count {
          let term = terms[index]
          sum = fma(
            input(term.z)[pixel * Int(term.ps) + channel],
            input(term.coef)[channel],
            sum
          )
        }
        out[pixel * outStride + channel] = sum
      }
    }
  }

  static func addScaled(
    _ out: Out,
    _ outStride: Int,
    _ g: In,
    _ gStride: Int,
    _ coefficient: In?,
    _ pixels: Int,
    _ channels: Int
  ) {
    for pixel in 0..<pixels {
      for channel in 0..<channels {
        let target = pixel * outStride + channel
        out[target] = fma(
          g[pixel * gStride + channel],
          coefficient?[channel] ?? 1,
          out[target]
        )
      }
    }
  }

  static func sgd(
    _ w: Out,
    _ v: Out,
    _ g: In,
    _ count: Int,
    _ clip: Double,
    _ rate: Double,
    _ momentum: Double,
    _ decay: Double,
    _ nesterov: Bool
  ) {
    let (k, r, m, d) = (T(clip), T(-rate), T(momentum), T(decay))
    for index in 0..<count {
      let step = fma(d, w[index], k * g[index])
      v[index] = fma(m, v[index], step)
      w[index] = fma(r, nesterov ? fma(m, v[index], step) : v[index], w[index])
    }
  }

  static func sumParts(_ out: Out, _ parts: In, _ stride: Int, _ partCount: Int, _ count: Int) {
    for index in 0..<count {
      var sum = parts[index]
      for part in stride == 0 ? 0..<0 : 1..<max(1, partCount) {
        sum += parts[part * stride + index]
      }
      out[index] = sum
    }
  }

  static func sumSquares(_ x: In, _ count: Int) -> Double {
    var lanes = [Double](repeating: 0, count: 8)
    for index in 0..<count {
      lanes[index & 7] = lanes[index & 7].addingProduct(Double(x[index]), Double(x[index]))
    }
    return lanes.reduce(0, +)
  }
}
