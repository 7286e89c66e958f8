import CKernels

/// Kinds of scratch memory; an operation uses each for one thing at a time.
enum Scratch: Int, CaseIterable {
  /// A normalized copy of an input, shared by the operations that read it.
  case plain
  /// What lies between the two halves of an operation.
  case hidden
  /// What is computed before it is stored past the caches.
  case stored
  case outputGradient
  case inputGradient
  case coefficients
}

/// The largest size in elements asked of each kind, and the bordered images.
struct ScratchPlan {
  private(set) var sizes = [Int](repeating: 0, count: Scratch.allCases.count)
  private(set) var images: [BorderedImage] = []

  /// The same with room for twice the coefficients, for derivatives.
  var twin: ScratchPlan {
    var copy = self
    copy.need(.coefficients, 2 * sizes[Scratch.coefficients.rawValue])
    return copy
  }

  mutating func need(_ area: Scratch, _ elements: Int) {
    sizes[area.rawValue] = max(sizes[area.rawValue], elements)
  }

  mutating func need(_ image: BorderedImage) {
    if !images.contains(image) { images.append(image) }
  }

  /// The number of an image; nil when nothing asked for it.
  func number(of image: BorderedImage) -> Int? { images.firstIndex(of: image) }
}

/// What one thread needs to itself.
final class Worker {
  let kernels: UnsafePointer<dk_kernels>
  let elementSize: Int
  /// The chunk being worked on.
  var chunk = 0
  /// What computations may bring closer; nil outside of rounds.
  var readAhead: ReadAhead?
  /// A coefficient of one per lane of the widest output.
  let ones: UnsafeMutableRawPointer
  /// Room for the terms of a weighted sum.
  let terms: UnsafeMutablePointer<dk_term>
  /// Room for the sums of as many.
  let pairs: UnsafeMutablePointer<dk_pair>
  private let memory: Buffer
  private let unitBuffer: Buffer
  private let areas, images: UnsafeMutablePointer<UnsafeMutableRawPointer>
  private var held: [(tensor: Int, sample: Int)] = [(-1, -1), (-1, -1)]

  init(kernels: UnsafePointer<dk_kernels>, plan: ScratchPlan, elementSize: Int, termCount: Int) {
    self.kernels = kernels
    self.elementSize = elementSize
    var starts: [Int] = []
    var total = 0
    for size in plan.sizes + plan.images.map({ $0.count }) {
      starts.append(total)
      // Areas start on lines of their own and a little apart, so that equal strides do not collide.
      total += (size + 15) / 16 * 16 + 48
    }
    let memory = Buffer(count: total, elementSize: elementSize)
    self.memory = memory
    areas = .allocate(capacity: starts.count)
    for (place, start) in starts.enumerated() {
      (areas + place).initialize(to: memory.at(start))
    }
    images = areas + plan.sizes.count
    terms = .allocate(capacity: max(1, termCount))
    pairs = .allocate(capacity: max(1, termCount))
    let lanes = plan.sizes[Scratch.coefficients.rawValue]
    let unit = Buffer(count: lanes, elementSize: elementSize)
    for lane in 0..<lanes { unit.base.put(1, at: lane, size: elementSize) }
    unitBuffer = unit
    ones = unit.base
  }

  deinit {
    terms.deallocate()
    pairs.deallocate()
    areas.deallocate()
  }

  func area(_ scratch: Scratch) -> UnsafeMutableRawPointer { areas[scratch.rawValue] }

  /// A bordered image, by its number in the plan.
  func image(_ number: Int?) -> UnsafeMutableRawPointer {
    guard let number else { preconditionFailure("an operation did not ask for its scratch memory") }
    return images[number]
  }

  /// Forgets the copies of inputs; their contents may have changed.
  func forget() {
    held[0] = (-1, -1)
    held[1] = (-1, -1)
  }

  /// Whether the rectified or plain copy is that of a tensor and sample.
  func holds(_ tensor: Int, _ sample: Int, plain: Bool) -> Bool {
    held[plain ? 1 : 0] == (tensor, sample)
  }

  /// Notes what the rectified or plain copy holds; -1 for nothing that may be shared.
  func hold(_ tensor: Int, _ sample: Int, plain: Bool) {
    held[plain ? 1 : 0] = tensor < 0 ? (-1, -1) : (tensor, sample)
  }

  /// The rectified input of a sample with `pad` zero pixels on every side.
  func rectified(_ source: Source, _ sample: Int, relu: Bool) -> UnsafeMutableRawPointer {
    let (area, rows) = rectifiedRows(source, sample, relu: relu)
    if rows < source.height { rectify(rows..<source.height, of: source, sample, relu: relu) }
    return area
  }

  /// The same to be made with `rectify` a few rows at a time, so that they are used while they are in
  /// cache; how many rows from the first on are there already.
  ///
  /// The caller makes all of them before it returns.
  func rectifiedRows(
    _ source: Source,
    _ sample: Int,
    relu: Bool
  ) -> (area: UnsafeMutableRawPointer, rows: Int) {
    let area = image(source.image)
    // Operations that do not rectify are rare; they get a copy of their own.
    if relu && held[0] == (source.tensor, sample) { return (area, source.height) }
    held[0] = relu ? (source.tensor, sample) : (-1, -1)
    return (area, 0)
  }

  /// Makes rows of a rectified input.
  func rectify(_ rows: Range<Int>, of source: Source, _ sample: Int, relu: Bool) {
    gather(rows, of: source, sample, to: image(source.image), relu: relu, pad: source.pad)
  }

  /// Takes the gradient of a rectified input, `pad` pixels on every side, back to the input's, where
  /// the rectification let it through; the inverse of `rectified`.
  ///
  /// - Parameter rows: those of the input to take back, which begin at `padded`; nil for all.
  func unrectified(
    _ padded: UnsafeMutableRawPointer,
    rows: Range<Int>? = nil,
    of source: Source,
    _ sample: Int,
    to target: View,
    relu: Bool,
    pad: Int,
    accumulate: Bool
  ) {
    let rows = rows ?? 0..<source.height
    let pixel = rows.lowerBound * source.width
    source.forEachSlice(sample, size: elementSize) { slice in
      kernels.pointee.relu_unpad(
        target.at(sample, block: slice.number) + pixel * target.pixelStride * elementSize,
        Int64(target.pixelStride),
        padded + slice.lane * elementSize,
        Int64(source.channels),
        slice.pixels + pixel * slice.pixelStride * elementSize,
        Int64(slice.pixelStride),
        slice.scale,
        slice.shift,
        relu ? 1 : 0,
        Int64(rows.count),
        Int64(source.width),
        Int64(slice.lanes),
        Int64(pad),
        accumulate ? 1 : 0
      )
    }
  }

  /// The normalized input of a sample and its pixel stride.
  func plain(_ source: Source, _ sample: Int) -> (UnsafeMutableRawPointer, Int) {
    if source.isPlain { return (source.view.at(sample), source.view.pixelStride) }
    let area = area(.plain)
    if held[1] == (source.tensor, sample) { return (area, source.channels) }
    held[1] = (source.tensor, sample)
    gather(0..<source.height, of: source, sample, to: area, relu: false, pad: 0)
    return (area, source.channels)
  }

  /// Writes rows of the normalized input of a sample into a border of `pad` pixels, the channels of a
  /// pixel together.
  private func gather(
    _ rows: Range<Int>,
    of source: Source,
    _ sample: Int,
    to area: UnsafeMutableRawPointer,
    relu: Bool,
    pad: Int
  ) {
    let target = area + rows.lowerBound * (source.width + 2 * pad) * source.channels * elementSize
    let start = rows.lowerBound * source.width * source.view.pixelStride * elementSize
    source.forEachSlice(sample, size: elementSize) { slice in
      kernels.pointee.relu_pad(
        target + slice.lane * elementSize,
        Int64(source.channels),
        slice.pixels + start,
        Int64(slice.pixelStride),
        slice.scale,
        slice.shift,
        relu ? 1 : 0,
        Int64(rows.count),
        Int64(source.width),
        Int64(slice.lanes),
        Int64(pad)
      )
    }
  }
}
