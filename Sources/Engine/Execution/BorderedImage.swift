/// Scratch memory for an image in a border of zeros.
///
/// Every extent has memory of its own whose border nothing writes, so it is cleared once and not for
/// every sample.
struct BorderedImage: Hashable {
  enum Use { case rectified, gradient }

  /// A rectified copy of an input, shared by the operations that read it, or the gradient of an output
  /// whose transpose reaches over its edge; both may be in use at a time.
  let use: Use
  let height, width, lanes, border: Int

  /// Elements from one row to the next.
  var row: Int { (width + 2 * border) * lanes }
  /// Elements of all of it.
  var count: Int { (height + 2 * border) * row }
  /// The element where the image begins.
  var first: Int { border * (row + lanes) }
}
