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
  private let reach: Int

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

  /// The depthwise half with `out` as its output and `rectified` as its input.
  private func depthwiseCall(
    _ source: Source,
    out: UnsafeMutableRawPointer,
    outRow: Int,
    rectified: UnsafeMutableRawPointer,
    weights: UnsafeMutableRawPointer,
    size: Int
  ) -> dk_depthwise {
    let padded = source.width + 2 * source.pad
    let first = (source.pad - reach) * (padded + 1) * source.channels
    return dk_depthwise(
      out: out,
      in: rectified + first * size,
      w: weights,
      out_row: Int64(outRow),
      out_ps: Int64(source.channels),
      in_row: Int64(padded * source.channels),
      in_ps: Int64(source.channels),
      w_ps: Int64(source.channels),
      rows: Int64(outputHeight),
      width: Int64(outputWidth),
      channels: Int64(source.channels),
      kernel: Int32(options.kernel),
      stride: Int32(options.stride),
      dilation: Int32(options.dilation),
      flipped: 0,
      accumulate: 0
    )
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
    let size = worker.elementSize
    guard let outer = outputGradient(sample, worker) else { return }
    let kernels = worker.kernels.pointee
    let lanes = source.channels
    let pixels = outputHeight * outputWidth
    // At stride 1 the hidden gradient gets a border, so that the depthwise transpose is a gather.
    let border = options.stride == 1 ? reach : 0
    let row = (outputWidth + 2 * border) * lanes
    let area = worker.area(.hiddenGradient)
    if border > 0 {
      area.initializeMemory(
        as: UInt8.self,
        repeating: 0,
        count: (outputHeight + 2 * border) * row * size
      )
    }
    let hiddenGradient = area + (border * row + border * lanes) * size
    var back = dk_product(
      c: hiddenGradient,
      a: outer,
      b: execution.transposed.at(pointwise.offset),
      a_outer: nil,
      c_row: Int64(row),
      c_m: Int64(lanes),
      a_row: Int64(outputWidth * outputChannels),
      a_m: Int64(outputChannels),
      a_inner: 1,
      b_outer: 0,
      b_inner: Int64(lanes),
      rows: Int64(outputHeight),
      m: Int64(outputWidth),
      n: Int64(lanes),
      outer: 1,
      inner: Int64(outputChannels),
      accumulate: 0
    )
    kernels.product(&back)

    if execution.wantsWeights {
      let rectified = worker.rectified(source, sample, relu: options.relu)
      let hidden = worker.area(.hidden)
      var again = depthwiseCall(
        source,
        out: hidden,
        outRow: outputWidth * lanes,
        rectified: rectified,
        weights: execution.weights.at(depthwise.offset),
        size: size
      )
      kernels.depthwise(&again)
      var outerProduct = Product.weightGradient(
        pixels: pixels,
        input: hidden,
        inputLanes: lanes,
        gradient: outer,
        columns: outputChannels,
        to: execution.partial(parameterIndices[1], chunk: worker.chunk)
      )
      kernels.product(&outerProduct)
      var taps = depthwiseCall(
        source,
        out: hiddenGradient,
        outRow: row,
        rectified: rectified,
        weights: execution.partial(parameterIndices[0], chunk: worker.chunk),
        size: size
      )
      taps.accumulate = 1
      kernels.depthwise_weights(&taps)
    }

    guard let inputGradient = source.gradient else { return }
    let target = worker.area(.inputGradient)
    let pad = options.stride == 1 ? 0 : reach
    if options.stride == 1 {
      var transpose = dk_depthwise(
        out: target,
        in: area,
        w: execution.weights.at(depthwise.offset),
        out_row: Int64(source.width * lanes),
        out_ps: Int64(lanes),
        in_row: Int64(row),
        in_ps: Int64(lanes),
        w_ps: Int64(lanes),
        rows: Int64(source.height),
        width: Int64(source.width),
        channels: Int64(lanes),
        kernel: Int32(options.kernel),
        stride: 1,
        dilation: Int32(options.dilation),
        flipped: 1,
        accumulate: 0
      )
      kernels.depthwise(&transpose)
    } else {
      let padded = source.width + 2 * reach
      target.initializeMemory(
        as: UInt8.self,
        repeating: 0,
        count: (source.height + 2 * reach) * padded * lanes * size
      )
      var scatter = dk_depthwise(
        out: hiddenGradient,
        in: target,
        w: execution.weights.at(depthwise.offset),
        out_row: Int64(row),
        out_ps: Int64(lanes),
        in_row: Int64(padded * lanes),
        in_ps: Int64(lanes),
        w_ps: Int64(lanes),
        rows: Int64(outputHeight),
        width: Int64(outputWidth),
        channels: Int64(lanes),
        kernel: Int32(options.kernel),
        stride: Int32(options.stride),
        dilation: Int32(options.dilation),
        flipped: 0,
        accumulate: 1
      )
      kernels.depthwise_scatter(&scatter)
    }
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
      Int64(lanes),
      Int64(pad),
      1
    )
  }
}
