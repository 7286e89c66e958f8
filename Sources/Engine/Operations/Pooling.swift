import CKernels

/// A pool: the maximum, or the mean over the pixels that exist.
///
/// [H, W, C] -> [H', W', C] as `PoolWindow` says.
final class Pooling: NormalizedOperation {
  let isMaximum: Bool
  let window: PoolWindow

  init(
    name: String,
    gate: Int?,
    input: Value,
    output: Int,
    norm: Int?,
    height: Int,
    width: Int,
    isMaximum: Bool,
    window: PoolWindow
  ) {
    self.isMaximum = isMaximum
    self.window = window
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

  func call(_ sample: Int, _ worker: Worker) -> dk_pooling {
    let source = state.source
    let (plain, pixelStride) = worker.plain(source, sample)
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
    worker.kernels.pointee.pool_forward(&pool)
    addMoments(sample, worker)
  }

  override func gradient(_ sample: Int, _ worker: Worker) {
    guard let inputGradient = state.source.gradient,
      let outer = outputGradient(sample, worker)
    else { return }
    var pool = call(sample, worker)
    pool.grad = UnsafeRawPointer(outer)
    pool.dx = inputGradient.at(sample)
    pool.dx_ps = Int64(inputGradient.pixelStride)
    worker.kernels.pointee.pool_backward(&pool)
  }
}
