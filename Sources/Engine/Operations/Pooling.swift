import CKernels

/// A pool: the maximum, or the mean over the pixels that exist.
///
/// [H, W, C] -> [H', W', C] as `PoolWindow` says.
final class Pooling: NormalizedOperation {
  let isMaximum: Bool
  let window: PoolWindow
  /// Whether the input is rectified first.
  let relu: Bool

  init(
    name: String,
    gate: Int?,
    input: Value,
    output: Int,
    norm: Int?,
    height: Int,
    width: Int,
    isMaximum: Bool,
    window: PoolWindow,
    relu: Bool
  ) {
    self.isMaximum = isMaximum
    self.window = window
    self.relu = relu
    super.init(
      name: name,
      gate: gate,
      input: input,
      output: output,
      norm: norm,
      height: height,
      width: width,
      channels: input.layout.padded
    )
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

  func call(_ sample: Int, _ worker: Worker) -> dk_pooling {
    let source = state.source
    let (plain, pixelStride) =
      relu
      ? (worker.rectified(source, sample, relu: true), source.channels)
      : worker.plain(source, sample)
    return dk_pooling(
      x: plain,
      out: state.output.at(sample),
      grad: nil,
      dx: nil,
      x_ps: Int64(pixelStride),
      out_ps: Int64(outputChannels),
      dx_ps: 0,
      height: Int64(source.height),
      width: Int64(source.width),
      out_height: Int64(outputHeight),
      out_width: Int64(outputWidth),
      channels: Int64(outputChannels),
      window: Int32(window.size),
      pad: Int32(window.padding),
      stride: Int32(window.stride),
      is_max: isMaximum ? 1 : 0
    )
  }

  override func forward(_ sample: Int, _ worker: Worker) {
    var pool = call(sample, worker)
    store(sample, worker) {
      pool.out = $0
      worker.kernels.pointee.pool_forward(&pool)
    }
  }

  override func gradient(_ sample: Int, _ worker: Worker) {
    guard let inputGradient = state.source.gradient,
      let outer = outputGradient(sample, worker)
    else { return }
    back(outer, to: inputGradient, sample, worker, scratch: worker)
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
