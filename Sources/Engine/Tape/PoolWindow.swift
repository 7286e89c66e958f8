/// The window of a pool.
public struct PoolWindow: Sendable, Hashable {
  /// Height and width in pixels.
  public var size: Int
  /// Pixels between neighbouring windows.
  public var stride: Int
  /// Pixels that the first window lies before the image; they do not exist and count for nothing.
  public var padding: Int

  /// Creates a window; the default is DARTS's 3x3 with padding 1.
  ///
  /// - Precondition: `padding` < `size`, so that every window holds a pixel.
  public init(size: Int = 3, stride: Int = 1, padding: Int = 1) {
    precondition(
      size > 0 && stride > 0 && (0..<size).contains(padding),
      "a window of size \(size), stride \(stride), padding \(padding)"
    )
    self.size = size
    self.stride = stride
    self.padding = padding
  }

  /// The number of windows along `extent` pixels.
  ///
  /// With padding (size - 1) / 2 it is ceil(extent / stride); without padding only whole windows
  /// count, but at least one.
  func outputs(of extent: Int) -> Int {
    max(0, extent + 2 * padding - size) / stride + 1
  }
}
