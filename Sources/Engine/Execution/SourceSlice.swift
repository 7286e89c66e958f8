/// One of the slices that a sample of an input is stored as, with the lanes of its normalization.
struct SourceSlice {
  /// Which slice it is.
  let number: Int
  /// Its first lane among those of the input, and how many it has.
  let lane, lanes: Int
  /// Its first pixel.
  let pixels: UnsafeMutableRawPointer
  let pixelStride: Int
  /// Scale and shift of its lanes; nil where the input is not normalized.
  let scale, shift: UnsafeMutableRawPointer?
}

extension Source {
  /// Where a sample's rows from `row` on lie; nil where there are none or the channels of a pixel lie in
  /// several places.
  @inline(__always)
  func next(_ row: Int, _ sample: Int, size: Int) -> UnsafeRawPointer? {
    guard row < height, view.blocks == 1 else { return nil }
    return UnsafeRawPointer(view.at(sample) + row * width * view.pixelStride * size)
  }

  /// Calls `body` for every slice of a sample, one where the channels of a pixel lie together.
  ///
  /// - Parameter size: bytes of an element.
  @inline(__always)
  func forEachSlice(_ sample: Int, size: Int, _ body: (SourceSlice) -> Void) {
    let lanes = channels / view.blocks
    for number in 0..<view.blocks {
      let lane = number * lanes
      body(
        SourceSlice(
          number: number,
          lane: lane,
          lanes: lanes,
          pixels: view.at(sample, block: number),
          pixelStride: view.pixelStride,
          scale: scale.map { $0 + lane * size },
          shift: shift.map { $0 + lane * size }
        )
      )
    }
  }
}
