/// The plain twins of the loops that only derivatives along a direction need.
extension Reference {
  /// The tensors and coefficients of a rectification and their derivatives.
  struct Tangent {
    let x, along: In
    let stride, alongStride: Int
    let scale, shift, scaleTangent, shiftTangent: In?
  }

  static func reluPadTangent(
    _ out: Out,
    _ t: Tangent,
    _ rectify: Bool,
    _ height: Int,
    _ width: Int,
    _ channels: Int,
    _ pad: Int
  ) {
    let padded = width + 2 * pad
    for y in 0..<height + 2 * pad {
      for column in 0..<padded {
        for channel in 0..<channels {
          let inside = y >= pad && y < height + pad && column >= pad && column < width + pad
          var value: T = 0
          if inside {
            let pixel = (y - pad) * width + column - pad
            let x = t.x[pixel * t.stride + channel]
            value = t.along[pixel * t.alongStride + channel]
            if let scale = t.scale, let da = t.scaleTangent, let db = t.shiftTangent {
              value = fma(value, scale[channel], fma(x, da[channel], db[channel]))
            }
            if rectify, !(affine(x, t.scale, t.shift, channel) > 0) { value = 0 }
          }
          out[(y * padded + column) * channels + channel] = value
        }
      }
    }
  }
}
