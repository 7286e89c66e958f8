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
  /// Lanes of the input.
  let lanes: Int
  /// Output rows worked on at a time: few enough that what lies between the halves stays in the
  /// first-level cache.
  private let blockRows: Int

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
    lanes = input.layout.padded
    blockRows = max(1, min(height, 2048 / (width * max(channels, lanes))))
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
  override var canOverwrite: Bool { true }

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
    withState { forward(sample, worker, $0) }
  }

  private func forward(_ sample: Int, _ worker: Worker, _ state: Bound) {
    let source = state.source
    let weights = state.execution.weights
    let size = worker.elementSize
    let rectified = worker.rectified(source, sample, relu: options.relu)
    let hidden = worker.area(.hidden)
    let output = state.output.at(sample)
    var first = depthwiseCall(
      source,
      out: hidden,
      outRow: outputWidth * source.channels,
      rectified: rectified,
      weights: weights.at(depthwise.offset),
      size: size
    )
    var second = Product.pixels(
      outputHeight * outputWidth,
      from: hidden,
      inner: source.channels,
      weights: weights.at(pointwise.offset),
      to: output,
      columns: outputChannels
    )
    let moments = moments(sample, worker)
    let block = blockRows
    let step = block * options.stride * Int(first.in_row) * size
    var row = 0
    while row < outputHeight {
      let rows = row..<min(outputHeight, row + block)
      first.rows = Int64(rows.count)
      worker.kernels.pointee.depthwise(&first)
      second.c = output + row * outputWidth * outputChannels * size
      second.m = Int64(rows.count * outputWidth)
      worker.kernels.pointee.product(&second)
      moments?.add(rows: rows, worker)
      first.in += step
      row += block
    }
  }

  override func gradient(_ sample: Int, _ worker: Worker) {
    withState { gradient(sample, worker, $0) }
  }

  private func gradient(_ sample: Int, _ worker: Worker, _ state: Bound) {
    let source = state.source
    let execution = state.execution
    guard let output = outputRows(sample, worker) else { return }
    let size = worker.elementSize
    let block = blockRows
    clearBorder(of: worker)
    let wantsWeights = execution.wantsWeights
    let hidden = worker.area(.hidden)
    var again = dk_depthwise()
    if wantsWeights {
      again = depthwiseCall(
        source,
        out: hidden,
        outRow: outputWidth * source.channels,
        rectified: worker.rectified(source, sample, relu: options.relu),
        weights: execution.weights.at(depthwise.offset),
        size: size
      )
    }
    let step = block * options.stride * Int(again.in_row) * size
    var row = 0
    while row < outputHeight {
      let rows = row..<min(outputHeight, row + block)
      let outer = output.take(rows, worker)
      propagate(outer, rows: rows, execution.transposed, to: worker, accumulate: false)
      if wantsWeights {
        again.rows = Int64(rows.count)
        worker.kernels.pointee.depthwise(&again)
        addPointwise(
          hidden,
          outer,
          rows: rows.count,
          to: execution.partial(parameterIndices[1], chunk: worker.chunk),
          worker
        )
        again.in += step
      }
      row += block
    }
    if wantsWeights {
      addTaps(
        worker.rectified(source, sample, relu: options.relu),
        worker,
        to: execution.partial(parameterIndices[0], chunk: worker.chunk),
        worker
      )
    }
    if source.gradient != nil { addToInput(sample, worker, state) }
  }

  /// Takes the hidden gradient back to the input's, where the rectification let it through.
  private func addToInput(_ sample: Int, _ worker: Worker, _ state: Bound) {
    let source = state.source
    guard let gradient = source.gradient else { return }
    let weights = state.execution.weights
    if options.stride == 1, options.relu {
      var call = transposeCall(
        worker,
        weights,
        to: gradient.at(sample),
        pixelStride: gradient.pixelStride
      )
      call.x = UnsafeRawPointer(source.view.at(sample))
      call.x_ps = Int64(source.view.pixelStride)
      call.x_row = Int64(source.width * source.view.pixelStride)
      call.scale = source.scale.map { UnsafeRawPointer($0) }
      call.shift = source.shift.map { UnsafeRawPointer($0) }
      call.accumulate = accumulates ? 1 : 0
      worker.kernels.pointee.depthwise(&call)
      return
    }
    worker.unrectified(
      transposeTaps(worker, weights, to: worker, accumulate: false),
      of: source,
      sample,
      to: gradient,
      relu: options.relu,
      pad: inputPad,
      accumulate: accumulates
    )
  }
}
