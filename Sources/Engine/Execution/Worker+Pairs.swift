import CKernels

extension dk_pair {
  /// A sample of a tensor [H, W, C] and where its sums go, one per lane.
  ///
  /// - Parameter mean: what is taken off the tensor, per lane; nil for nothing.
  init(
    _ tensor: View,
    _ sample: Int,
    mean: UnsafeMutableRawPointer?,
    first: UnsafeMutablePointer<Double>,
    second: UnsafeMutablePointer<Double>
  ) {
    self.init(
      z: tensor.at(sample),
      mean: mean,
      first: first,
      second: second,
      ps: Int64(tensor.pixelStride)
    )
  }
}

extension Worker {
  /// Adds to a pair's sums those over a gradient's pixels, and over its products with the tensor.
  func add(
    _ pair: dk_pair,
    with gradient: View,
    _ sample: Int,
    height: Int,
    width: Int,
    channels: Int
  ) {
    withUnsafePointer(to: pair) {
      add($0, count: 1, with: gradient, sample, height: height, width: width, channels: channels)
    }
  }

  /// The same for several tensors, which are read side by side.
  func add(
    _ pairs: UnsafePointer<dk_pair>,
    count: Int,
    with gradient: View,
    _ sample: Int,
    height: Int,
    width: Int,
    channels: Int
  ) {
    kernels.pointee.pair_sums(
      gradient.at(sample),
      Int64(gradient.pixelStride),
      pairs,
      Int64(count),
      Int64(height),
      Int64(width),
      Int64(channels)
    )
  }
}
