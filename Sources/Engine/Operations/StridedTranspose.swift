import CKernels

/// The way of a gradient back through a depthwise convolution at a stride to its rectified input, a few
/// rows at a time: what they add up to is then still in cache when it goes on to the input's gradient.
struct StridedTranspose {
  /// The rows of outputs that come next.
  private var scatter: dk_depthwise
  /// The image that outputs add to, a border on every side.
  private let image: UnsafeMutableRawPointer
  /// Bytes of one of its rows.
  private let rowBytes: Int
  private let border, height: Int
  /// Rows of the image that are cleared, and rows of the input that are done.
  private var (cleared, done) = (0, 0)

  /// - Parameters:
  ///   - scatter: the transpose of all rows.
  ///   - border: pixels around what the input of `height` rows has in the image.
  init(_ scatter: dk_depthwise, border: Int, height: Int, elementSize: Int) {
    self.scatter = scatter
    self.border = border
    self.height = height
    image = UnsafeMutableRawPointer(mutating: scatter.in)
    rowBytes = Int(scatter.in_row) * elementSize
  }

  /// Adds the next `count` rows of outputs, the last of all where `isLast`; what is then complete of the
  /// input's rows, and where in the image they and the border's rows before them begin.
  mutating func advance(
    _ count: Int,
    isLast: Bool,
    _ worker: Worker
  ) -> (rows: Range<Int>, begin: UnsafeMutableRawPointer) {
    let stride = Int(scatter.stride)
    let start = (UnsafeRawPointer(scatter.in) - UnsafeRawPointer(image)) / rowBytes
    let window = Int(scatter.dilation) * (Int(scatter.kernel) - 1) + 1
    let whole = height + 2 * border
    let reached = isLast ? whole : min(whole, start + (count - 1) * stride + window)
    if reached > cleared {
      (image + cleared * rowBytes).initializeMemory(
        as: UInt8.self,
        repeating: 0,
        count: (reached - cleared) * rowBytes
      )
      cleared = reached
    }
    scatter.rows = Int64(count)
    worker.kernels.pointee.depthwise_scatter(&scatter)
    scatter.out += count * Int(scatter.out_row) * worker.elementSize
    scatter.in += count * stride * rowBytes
    let complete = isLast ? height : max(done, min(height, start + count * stride - border))
    let rows = done..<complete
    done = complete
    return (rows, image + rows.lowerBound * rowBytes)
  }
}
