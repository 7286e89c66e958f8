/// The plain twins of the loops that move single channels.
extension Reference {
  /// out[to[k]] = x[from[k]], or += where `adds`, for every pixel.
  static func moveLanes(
    _ out: Out,
    _ outStride: Int,
    _ x: In,
    _ stride: Int,
    _ map: LaneMap,
    pixels: Int,
    adds: Bool
  ) {
    for pixel in 0..<pixels {
      for place in 0..<map.count {
        let target = pixel * outStride + Int(map.to[place])
        let value = x[pixel * stride + Int(map.from[place])]
        out[target] = adds ? out[target] + value : value
      }
    }
  }
}
