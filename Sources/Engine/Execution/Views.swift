/// Where the samples of a tensor lie.
struct View {
  let base: UnsafeMutableRawPointer
  /// Bytes from one sample to the next.
  let sampleStride: Int
  /// Elements from one pixel to the next, of a block where there are several.
  let pixelStride: Int
  /// The number of slices of equally many channels that a sample is stored as, one after the other.
  var blocks = 1
  /// Bytes from one of them to the next.
  var blockStride = 0

  @inline(__always)
  func at(_ sample: Int) -> UnsafeMutableRawPointer { base + sample * sampleStride }

  @inline(__always)
  func at(_ sample: Int, block: Int) -> UnsafeMutableRawPointer {
    base + sample * sampleStride + block * blockStride
  }

  /// The same place in memory laid out like `from`.
  func moved(from: Buffer, to: Buffer) -> View {
    View(
      base: to.base + (base - from.base),
      sampleStride: sampleStride,
      pixelStride: pixelStride,
      blocks: blocks,
      blockStride: blockStride
    )
  }
}

/// An input as an operation sees it: the tensor, its normalization, its gradient.
///
/// References in it are not counted, because all threads would count at one place; the execution owns
/// what they point at.
struct Source {
  let tensor: Int
  let view: View
  let gradient: View?
  unowned(unsafe) let norm: NormState?
  let height: Int
  let width: Int
  /// Lanes.
  let channels: Int
  /// Zero pixels on each side of the shared rectified copy.
  let pad: Int
  /// The number of the bordered image that holds the rectified copy; nil when nothing makes one.
  let image: Int?
  /// Addresses within `norm`.
  let scale, shift, mean: UnsafeMutableRawPointer?

  init(
    tensor: Int,
    view: View,
    gradient: View?,
    norm: NormState?,
    height: Int,
    width: Int,
    channels: Int,
    pad: Int,
    image: Int?
  ) {
    self.tensor = tensor
    self.view = view
    self.gradient = gradient
    self.norm = norm
    self.height = height
    self.width = width
    self.channels = channels
    self.pad = pad
    self.image = image
    scale = norm?.scale
    shift = norm?.shift
    mean = norm?.mean
  }
}

extension Source {
  /// Whether what is stored can be read as it is: not normalized, the channels of a pixel together.
  ///
  /// Asked of an address, because asking the normalization counts references to it, at which threads that
  /// work on one tensor meet.
  var isPlain: Bool { scale == nil && view.blocks == 1 }
}

/// The gradient of a normalized output as its producer sees it.
struct OutputGradient {
  /// The gradient of the value, or of the node it is added to.
  let view: View
  let norm: NormState.Places?
  /// The factors of the mixed operation's term, one a sample, when it has any.
  let factors: UnsafeMutablePointer<Double>?
}

/// One factor a sample, such as a drop-path mask.
final class SampleFactor {
  let values: UnsafeMutablePointer<Double>
  let count: Int

  init(count: Int) {
    self.count = count
    values = .allocate(capacity: count)
    values.initialize(repeating: 1, count: count)
  }

  deinit { values.deallocate() }
}
