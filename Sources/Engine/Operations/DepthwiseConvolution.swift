import CKernels

/// (relu,) depthwise k x k convolution: the middle of an inverted residual block (Sandler et al.,
/// "MobileNetV2", CVPR 2018, section 3.3).
///
/// [H, W, C] -> [ceil(H / stride), ceil(W / stride), C]; padding keeps the size at stride 1.
final class DepthwiseConvolution: NormalizedOperation {
  let kernel: Int
  let stride: Int
  let relu: Bool
  let weight: Parameter
  let parameterIndex: Int
  let reach: Int
  /// Whether taps that meet only the border's zeros are left out, as in `SeparableConvolution`.
  private var skipsBorder = true
  /// Where the gradient of the weights goes.
  private var parts: ChunkParts?

  init(
    name: String,
    gate: Int?,
    input: Value,
    output: Int,
    norm: Int?,
    height: Int,
    width: Int,
    kernel: Int,
    stride: Int,
    relu: Bool,
    parameter: (Int, Parameter)
  ) {
    self.kernel = kernel
    self.stride = stride
    self.relu = relu
    weight = parameter.1
    parameterIndex = parameter.0
    reach = kernel / 2
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

  override var parameters: [Int] { [parameterIndex] }
  override var padding: Int? { reach }

  override func plan(_ scratch: inout ScratchPlan, _ tape: TapePlan) {
    super.plan(&scratch, tape)
    let input = inputs[0]
    let border = 2 * reach
    scratch.need(
      .inputGradient,
      (input.height + border) * (input.width + border) * input.layout.padded
    )
  }

  override func bind(to execution: Execution) {
    super.bind(to: execution)
    parts = execution.parts(of: parameterIndex)
  }

  /// The loop with an output of [height, width] pixels, a rectified input padded by `pad`.
  private func call(
    out: UnsafeMutableRawPointer,
    input: UnsafeMutableRawPointer,
    pad: Int,
    weights: UnsafeMutableRawPointer,
    accumulate: Bool,
    size: Int
  ) -> dk_depthwise {
    let source = state.source
    let lanes = source.channels
    let padded = source.width + 2 * pad
    let call = dk_depthwise(
      out: out,
      in: input + (pad - reach) * (padded + 1) * lanes * size,
      w: weights,
      x: nil,
      scale: nil,
      shift: nil,
      ahead: nil,
      out_row: Int64(outputWidth * lanes),
      out_ps: Int64(lanes),
      in_row: Int64(padded * lanes),
      in_ps: Int64(lanes),
      w_ps: Int64(lanes),
      x_row: 0,
      x_ps: 0,
      rows: Int64(outputHeight),
      width: Int64(outputWidth),
      channels: Int64(lanes),
      above: 0,
      below: 0,
      kernel: Int32(kernel),
      stride: Int32(stride),
      dilation: 1,
      flipped: 0,
      accumulate: accumulate ? 1 : 0,
      fetch: 0,
      sides: 0
    )
    return skipsBorder ? call.skippingBorder(reach, height: source.height) : call
  }

  /// The convolution of a rectified input.
  func apply(
    _ weights: Buffer,
    to rectified: UnsafeMutableRawPointer,
    into target: UnsafeMutableRawPointer,
    _ worker: Worker,
    accumulate: Bool
  ) {
    var taps = call(
      out: target,
      input: rectified,
      pad: state.source.pad,
      weights: weights.at(weight.offset),
      accumulate: accumulate,
      size: worker.elementSize
    )
    worker.kernels.pointee.depthwise(&taps)
  }

  /// Adds the gradient of the weights.
  func addWeights(
    _ rectified: UnsafeMutableRawPointer,
    _ outer: UnsafeMutableRawPointer,
    to partial: UnsafeMutableRawPointer,
    _ worker: Worker
  ) {
    var taps = call(
      out: outer,
      input: rectified,
      pad: state.source.pad,
      weights: partial,
      accumulate: true,
      size: worker.elementSize
    )
    worker.kernels.pointee.depthwise_weights(&taps)
  }

  /// Takes the output's gradient back into the worker's `inputGradient`, `reach` pixels on every
  /// side.
  func propagate(
    _ outer: UnsafeMutableRawPointer,
    _ weights: Buffer,
    to worker: Worker,
    accumulate: Bool
  ) -> UnsafeMutableRawPointer {
    let source = state.source
    let target = worker.area(.inputGradient)
    if !accumulate {
      let pixels = (source.height + 2 * reach) * (source.width + 2 * reach)
      target.initializeMemory(
        as: UInt8.self,
        repeating: 0,
        count: pixels * source.channels * worker.elementSize
      )
    }
    var taps = call(
      out: outer,
      input: target,
      pad: reach,
      weights: weights.at(weight.offset),
      accumulate: true,
      size: worker.elementSize
    )
    worker.kernels.pointee.depthwise_scatter(&taps)
    return target
  }

  override func prepare(_ phase: Phase) {
    super.prepare(phase)
    if phase == .forward { skipsBorder = state.execution.isFinite(weight) }
  }

  override func forward(_ sample: Int, _ worker: Worker) {
    let rectified = worker.rectified(state.source, sample, relu: relu)
    store(sample, worker) {
      apply(state.execution.weights, to: rectified, into: $0, worker, accumulate: false)
    }
  }

  override func gradient(_ sample: Int, _ worker: Worker) {
    let source = state.source
    let execution = state.execution
    guard let outer = outputGradient(sample, worker) else { return }
    if execution.wantsWeights, let parts {
      let rectified = worker.rectified(source, sample, relu: relu)
      addWeights(rectified, outer, to: parts.at(worker.chunk), worker)
    }
    guard source.gradient != nil else { return }
    let target = propagate(outer, execution.weights, to: worker, accumulate: false)
    addToInput(target, sample, relu: relu, pad: reach, worker)
  }
}
