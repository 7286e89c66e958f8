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
    _ outStride: Int,
    _ t: Tangent,
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
          let x = t.x[pixel * t.stride + channel]
          var value = t.along[pixel * t.alongStride + channel]
          if let scale = t.scale, let da = t.scaleTangent, let db = t.shiftTangent {
            value = fma(value, scale[channel], fma(x, da[channel], db[channel]))
          }
          if rectify, !(affine(x, t.scale, t.shift, channel) > 0) { value = 0 }
          out[((y + pad) * padded + pad + column) * outStride + channel] = value
        }
      }
    }
  }
}
