import CKernels

/// A pool: the maximum, or the mean over the pixels that exist.
///
/// [H, W, C] -> [H', W', C] as `PoolWindow` says.
final class Pooling: NormalizedOperation {
  /// What it computes; pools of one kind have one output.
  struct Kind: Hashable {
    let input: Value
    let isMaximum: Bool
    let window: PoolWindow
    /// Whether the input is rectified first.
    let relu: Bool
    let isNormalized: Bool
  }

  let kind: Kind
  /// The pools of this kind that were recorded before.
  private let earlier: [Pooling]
  /// Which of them, the first that is switched on, computes the output of the pass; nil for this one.
  private var provider: Int?

  init(
    name: String,
    gate: Int?,
    kind: Kind,
    earlier: [Pooling],
    output: Int,
    norm: Int?,
    height: Int,
    width: Int
  ) {
    self.kind = kind
    self.earlier = earlier
    super.init(
      name: name,
      gate: gate,
      input: kind.input,
      output: output,
      norm: norm,
      height: height,
      width: width,
      channels: kind.input.layout.padded
    )
  }

  var isMaximum: Bool { kind.isMaximum }
  var window: PoolWindow { kind.window }
  var relu: Bool { kind.relu }

  override var twins: [Int] { earlier.compactMap { $0.output } }

  override func prepare(_ phase: Phase) {
    super.prepare(phase)
    guard phase == .forward else { return }
    provider = nil
    let gates = state.execution.activeGates
    for index in 0..<earlier.count where earlier[index].gate.map({ gates[$0] }) ?? true {
      provider = index
      return
    }
  }

  override var statistics: NormState? {
    provider.flatMap { earlier[$0].outputNorm }.map { state.execution.norms[$0] }
  }

  // A rectified input is a copy, which gathers the slices.
  override var readsBlocks: Bool { relu }

  override func plan(_ scratch: inout ScratchPlan, _ tape: TapePlan) {
    super.plan(&scratch, tape)
    let input = inputs[0]
    guard relu else { return }
    precondition(
      tape.padding[input.tensor] == 0,
      "\(name) rectifies what a convolution of more than one pixel reads too"
    )
    scratch.need(.inputGradient, input.height * input.width * input.layout.padded)
  }

  /// Whether the loops read the input as it is stored, normalize it themselves, and need of the output's
  /// gradient only what it is made from.
  private var isDirect: Bool {
    var pool = shape
    return !relu && dk_pool_is_three(&pool) != 0
  }

  /// A call without addresses.
  private var shape: dk_pooling {
    var pool = dk_pooling()
    pool.window = Int32(window.size)
    pool.pad = Int32(window.padding)
    pool.stride = Int32(window.stride)
    pool.is_max = isMaximum ? 1 : 0
    let source = state.source
    (pool.height, pool.width) = (Int64(source.height), Int64(source.width))
    (pool.out_height, pool.out_width) = (Int64(outputHeight), Int64(outputWidth))
    (pool.row, pool.rows) = (0, Int64(outputHeight))
    pool.channels = Int64(outputChannels)
    (pool.out_ps, pool.g_ps) = (Int64(outputChannels), Int64(outputChannels))
    return pool
  }

  /// The pool of a sample's input, which is gathered first unless it can be read as it is stored.
  func call(_ sample: Int, _ worker: Worker) -> dk_pooling {
    let source = state.source
    let (pixels, pixelStride) =
      relu
      ? (worker.rectified(source, sample, relu: true), source.channels)
      : worker.plain(source, sample)
    var pool = shape
    (pool.x, pool.x_ps) = (UnsafeRawPointer(pixels), Int64(pixelStride))
    return pool
  }

  /// The same for loops that normalize the input.
  private func directCall(_ sample: Int) -> dk_pooling {
    let source = state.source
    var pool = shape
    pool.x = UnsafeRawPointer(source.view.at(sample))
    pool.x_ps = Int64(source.view.pixelStride)
    pool.scale = source.scale.map { UnsafeRawPointer($0) }
    pool.shift = source.shift.map { UnsafeRawPointer($0) }
    return pool
  }

  /// What is stored at a time, in bytes: little enough to stay in the first-level cache with what it is
  /// made from, enough that few rows of inputs are looked at for two times.
  private static let storedBytes = 16 << 10

  override func forward(_ sample: Int, _ worker: Worker) {
    if provider != nil { return }
    guard isDirect else {
      var pool = call(sample, worker)
      store(sample, worker) {
        pool.out = $0
        worker.kernels.pointee.pool_forward(&pool)
      }
      return
    }
    var pool = directCall(sample)
    let stored = storedRows(sample, worker)
    let bytes = outputWidth * outputChannels * worker.elementSize
    let count = max(1, Self.storedBytes / bytes)
    var first = 0
    while first < outputHeight {
      let rows = first..<min(outputHeight, first + count)
      pool.out = stored.place(rows, worker)
      (pool.row, pool.rows) = (Int64(first), Int64(rows.count))
      worker.kernels.pointee.pool_forward(&pool)
      stored.finish(rows, worker)
      first = rows.upperBound
    }
  }

  override func gradient(_ sample: Int, _ worker: Worker) {
    guard let target = state.source.gradient, let outer = outputRows(sample, worker) else { return }
    guard isDirect else {
      back(outer.take(0..<outputHeight, worker), to: target, sample, worker, scratch: worker)
      return
    }
    var pool = directCall(sample)
    pool.grad = UnsafeRawPointer(outer.gradient)
    pool.g_ps = Int64(outer.gradientStride)
    if let scale = outer.scale {
      pool.cg = UnsafeRawPointer(scale)
      pool.cz = outer.tensor == nil ? nil : outer.tensorScale.map { UnsafeRawPointer($0) }
      pool.c0 = outer.constant.map { UnsafeRawPointer($0) }
    }
    pool.dx = target.at(sample)
    pool.dx_ps = Int64(target.pixelStride)
    worker.kernels.pointee.pool_backward(&pool)
  }

  /// Adds the input's gradient from that of the output; `scratch` lends its `inputGradient`.
  func back(
    _ outer: UnsafeMutableRawPointer,
    to target: View,
    _ sample: Int,
    _ worker: Worker,
    scratch: Worker
  ) {
    var pool = call(sample, worker)
    pool.grad = UnsafeRawPointer(outer)
    pool.dx = target.at(sample)
    pool.dx_ps = Int64(target.pixelStride)
    guard relu else {
      worker.kernels.pointee.pool_backward(&pool)
      return
    }
    let source = state.source
    let area = scratch.area(.inputGradient)
    let count = source.height * source.width * source.channels
    area.initializeMemory(as: UInt8.self, repeating: 0, count: count * worker.elementSize)
    pool.dx = area
    pool.dx_ps = Int64(source.channels)
    worker.kernels.pointee.pool_backward(&pool)
    worker.unrectified(
      area,
      of: source,
      sample,
      to: target,
      relu: true,
      pad: 0,
      accumulate: true
    )
  }
}
