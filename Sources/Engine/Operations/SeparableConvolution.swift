import CKernels

/// relu, depthwise convolution, pointwise convolution, in one pass over a sample: one half of the
/// `sep_conv` of Liu, Simonyan, Yang, "DARTS", ICLR 2019, section 3.1, or a `dil_conv`.
///
/// [H, W, C] -> [ceil(H / stride), ceil(W / stride), C']; padding keeps the size at stride 1.
final class SeparableConvolution: NormalizedOperation {
  struct Options {
    var kernel: Int
    var stride: Int
    var dilation: Int
    var relu = true
  }

  let options: Options
  let depthwise: Parameter
  let pointwise: Parameter
  let parameterIndices: [Int]
  let reach: Int

  init(
    name: String,
    gate: Int?,
    input: Value,
    output: Int,
    norm: Int?,
    height: Int,
    width: Int,
    channels: Int,
    options: Options,
    parameters: [(Int, Parameter)]
  ) {
    precondition(parameters.count == 2, "\(name) has 2 weights, got \(parameters.count)")
    self.options = options
    depthwise = parameters[0].1
    pointwise = parameters[1].1
    parameterIndices = parameters.map { $0.0 }
    reach = options.dilation * (options.kernel - 1) / 2
    super.init(
      name: name,
      gate: gate,
      input: input,
      output: output,
      norm: norm,
      height: height,
      width: width,
      channels: channels
    )
  }

  override var parameters: [Int] { parameterIndices }
  override var padding: Int? { reach }

  override func plan(_ scratch: inout ScratchPlan, _ tape: TapePlan) {
    super.plan(&scratch, tape)
    let input = inputs[0]
    let lanes = input.layout.padded
    scratch.need(.hidden, outputHeight * outputWidth * lanes)
    let border = 2 * reach
    scratch.need(.hiddenGradient, (outputHeight + border) * (outputWidth + border) * lanes)
    scratch.need(.inputGradient, (input.height + border) * (input.width + border) * lanes)
  }

  override func forward(_ sample: Int, _ worker: Worker) {
    let state = state
    let source = state.source
    let weights = state.execution.weights
    let rectified = worker.rectified(source, sample, relu: options.relu)
    let hidden = worker.area(.hidden)
    var first = depthwiseCall(
      source,
      out: hidden,
      outRow: outputWidth * source.channels,
      rectified: rectified,
      weights: weights.at(depthwise.offset),
      size: worker.elementSize
    )
    worker.kernels.pointee.depthwise(&first)
    var second = Product.pixels(
      outputHeight * outputWidth,
      from: hidden,
      inner: source.channels,
      weights: weights.at(pointwise.offset),
      to: state.output.at(sample),
      columns: outputChannels
    )
    worker.kernels.pointee.product(&second)
    addMoments(sample, worker)
  }

  override func gradient(_ sample: Int, _ worker: Worker) {
    let state = state
    let source = state.source
    let execution = state.execution
    guard let outer = outputGradient(sample, worker) else { return }
    let kernels = worker.kernels.pointee
    clearBorder(of: worker)
    propagate(outer, execution.transposed, to: worker, accumulate: false)
    if execution.wantsWeights {
      let rectified = worker.rectified(source, sample, relu: options.relu)
      let hidden = worker.area(.hidden)
      var again = depthwiseCall(
        source,
        out: hidden,
        outRow: outputWidth * source.channels,
        rectified: rectified,
        weights: execution.weights.at(depthwise.offset),
        size: worker.elementSize
      )
      kernels.depthwise(&again)
      addPointwise(
        hidden,
        outer,
        to: execution.partial(parameterIndices[1], chunk: worker.chunk),
        worker
      )
      addTaps(
        rectified,
        worker,
        to: execution.partial(parameterIndices[0], chunk: worker.chunk),
        worker
      )
    }
    guard let inputGradient = source.gradient else { return }
    let target = transposeTaps(worker, execution.weights, to: worker, accumulate: false)
    kernels.relu_unpad(
      inputGradient.at(sample),
      Int64(inputGradient.pixelStride),
      target,
      source.view.at(sample),
      Int64(source.view.pixelStride),
      source.norm?.scale,
      source.norm?.shift,
      options.relu ? 1 : 0,
      Int64(source.height),
      Int64(source.width),
      Int64(source.channels),
      Int64(inputPad),
      1
    )
  }
}
