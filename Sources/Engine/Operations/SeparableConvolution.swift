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
  /// Output rows worked on at a time.
  private let blockRows: Int
  /// Whether taps that meet only the border's zeros are left out: not where a weight is not finite, which
  /// then reaches the loss wherever it stands.
  private(set) var skipsBorder = true
  /// The normalization of the input, where this makes the sums it needs of the input's gradient.
  private var summedNorm: NormState.Places?
  /// The number of the bordered image that holds the gradient between the halves.
  private(set) var image: Int?
  /// Where the gradients of the weights go.
  private var parts: (depthwise: ChunkParts, pointwise: ChunkParts)?

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
    blockRows = Self.blockRows(height: height, width: width, channels: channels, lanes: lanes)
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
  override var canSumInput: Bool { options.stride == 1 && options.relu }

  override func plan(_ scratch: inout ScratchPlan, _ tape: TapePlan) {
    super.plan(&scratch, tape)
    let input = inputs[0]
    let lanes = input.layout.padded
    scratch.need(.hidden, outputHeight * outputWidth * lanes)
    scratch.need(hiddenGradient)
    let border = 2 * reach
    scratch.need(.inputGradient, (input.height + border) * (input.width + border) * lanes)
  }

  override func bind(to execution: Execution) {
    super.bind(to: execution)
    image = execution.scratch.number(of: hiddenGradient)
    parts = (execution.parts(of: parameterIndices[0]), execution.parts(of: parameterIndices[1]))
    summedNorm = inputs[0].norm.flatMap {
      execution.plan.summedByReader.contains(inputs[0].tensor) ? execution.norms[$0].places : nil
    }
  }

  override func prepare(_ phase: Phase) {
    super.prepare(phase)
    if phase == .forward { skipsBorder = state.execution.isFinite(depthwise) }
  }

  override func forward(_ sample: Int, _ worker: Worker) {
    let source = state.source
    let size = worker.elementSize
    var (rectified, inputRows) = worker.rectifiedRows(source, sample, relu: options.relu)
    let hidden = worker.area(.hidden)
    let stored = storedRows(sample, worker)
    let first = depthwiseCall(
      source,
      out: hidden,
      outRow: outputWidth * source.channels,
      rectified: rectified,
      weights: state.weights + depthwise.offset * size,
      size: size
    )
    var second = Product.pixels(
      outputHeight * outputWidth,
      from: hidden,
      inner: source.channels,
      weights: state.weights + pointwise.offset * size,
      to: stored.output,
      columns: outputChannels
    )
    let block = blockRows
    var row = 0
    while row < outputHeight {
      let rows = row..<min(outputHeight, row + block)
      rectify(upTo: rows.upperBound, &inputRows, sample, worker)
      var taps = first.part(rows, size: size)
      taps.out = hidden
      second.c = stored.place(rows, worker)
      taps.run(worker, before: stored.area == nil ? second.c : nil)
      second.m = Int64(rows.count * outputWidth)
      second.ahead = ahead(inputRows, sample, worker)
      worker.kernels.pointee.product(&second)
      stored.finish(rows, worker)
      row += block
    }
  }

  override func gradient(_ sample: Int, _ worker: Worker) {
    let source = state.source
    guard let output = outputRows(sample, worker) else { return }
    let size = worker.elementSize
    let block = blockRows
    let toInput = gatedTranspose(sample, worker)
    var strided = stridedTranspose(worker)
    var (inputRows, rectifiedRows) = (0, 0)
    let parts = state.execution.wantsWeights ? parts : nil
    let hidden = worker.area(.hidden)
    var again = dk_depthwise()
    if parts != nil {
      let copy = worker.rectifiedRows(source, sample, relu: options.relu)
      rectifiedRows = copy.rows
      again = depthwiseCall(
        source,
        out: hidden,
        outRow: outputWidth * source.channels,
        rectified: copy.area,
        weights: state.weights + depthwise.offset * size,
        size: size
      )
    }
    var row = 0
    while row < outputHeight {
      let rows = row..<min(outputHeight, row + block)
      let outer = output.take(rows, worker)
      propagate(
        outer,
        rows: rows,
        state.transposed,
        to: worker,
        accumulate: false,
        ahead: ahead(
          output,
          rows.upperBound,
          input: parts == nil ? max(0, rows.upperBound - reach) : rectifiedRows,
          sample,
          worker
        )
      )
      if let parts {
        rectify(upTo: rows.upperBound, &rectifiedRows, sample, worker)
        var taps = again.part(rows, size: size)
        taps.out = hidden
        taps.run(worker)
        addPointwise(
          hidden,
          outer,
          rows: rows.count,
          to: parts.pointwise.at(worker.chunk),
          worker
        )
      }
      let isLast = rows.upperBound == outputHeight
      if let toInput {
        // The input's rows whose windows end in these.
        let end = isLast ? source.height : rows.upperBound - reach
        if end > inputRows {
          var taps = toInput.part(inputRows..<end, size: size)
          taps.run(worker)
          if let summedNorm { addSums(taps, to: summedNorm, worker) }
          inputRows = end
        }
      }
      if let (rows, begin) = strided?.advance(rows.count, isLast: isLast, worker) {
        addToInput(begin, rows: rows, sample, relu: options.relu, pad: inputPad, worker)
      }
      row += block
    }
    if let parts {
      addTaps(
        worker.rectified(source, sample, relu: options.relu),
        worker,
        to: parts.depthwise.at(worker.chunk),
        worker
      )
    }
    if toInput == nil, strided == nil, source.gradient != nil {
      let target = transposeTaps(worker, state.weights, to: worker, accumulate: false)
      addToInput(target, sample, relu: options.relu, pad: inputPad, worker)
    }
  }

  /// What the product of some rows brings closer: the input from row `next` on where only this
  /// operation reads it, what the round's streams will read besides.
  private func ahead(
    _ next: Int,
    _ sample: Int,
    _ worker: Worker
  ) -> (UnsafeRawPointer?, UnsafeRawPointer?) {
    let bytes = blockRows * outputWidth * lanes * worker.elementSize
    let own =
      state.source.isPlain ? nil : state.source.next(next, sample, size: worker.elementSize)
    return (own ?? worker.readAhead?.take(bytes), worker.readAhead?.take(bytes))
  }

  /// What the product of some rows of the gradient brings closer: the next rows of the tensor, and of
  /// what else only this operation reads.
  ///
  /// The first half of an operation has a gradient of its own and an input that many share; with the
  /// second half, whose input is wanted from row `input` on, it is the other way round.
  private func ahead(
    _ output: OutputRows,
    _ next: Int,
    input: Int,
    _ sample: Int,
    _ worker: Worker
  ) -> (UnsafeRawPointer?, UnsafeRawPointer?) {
    let source = state.source
    return (
      output.next(next, of: outputHeight, worker),
      source.isPlain
        ? output.nextGradient(next, of: outputHeight, worker)
        : source.next(input, sample, size: worker.elementSize)
    )
  }

  /// Makes the rows of the rectified input that output rows up to `end` reach and that are not among the
  /// first `done`; all that are left with the last of them.
  private func rectify(
    upTo end: Int,
    _ done: inout Int,
    _ sample: Int,
    _ worker: Worker
  ) {
    let source = state.source
    let reached =
      end == outputHeight
      ? source.height : min(source.height, (end - 1) * options.stride + reach + 1)
    guard reached > done else { return }
    worker.rectify(done..<reached, of: source, sample, relu: options.relu)
    done = reached
  }

  /// Takes the hidden gradient back at a stride; nil at stride 1 or where there is no gradient.
  private func stridedTranspose(_ worker: Worker) -> StridedTranspose? {
    guard options.stride > 1, state.source.gradient != nil else { return nil }
    return StridedTranspose(
      scatterCall(worker, state.weights, to: worker.area(.inputGradient)),
      border: reach,
      height: state.source.height,
      elementSize: worker.elementSize
    )
  }

  /// Takes the hidden gradient back to the input's, where the rectification let it through, in one
  /// go; nil where there is no such way or no gradient.
  private func gatedTranspose(_ sample: Int, _ worker: Worker) -> dk_depthwise? {
    let source = state.source
    guard options.stride == 1, options.relu, let gradient = source.gradient else { return nil }
    var call = transposeCall(
      worker,
      state.weights,
      to: gradient.at(sample),
      pixelStride: gradient.pixelStride
    )
    call.x = UnsafeRawPointer(source.view.at(sample))
    call.x_ps = Int64(source.view.pixelStride)
    call.x_row = Int64(source.width * source.view.pixelStride)
    call.scale = source.scale.map { UnsafeRawPointer($0) }
    call.shift = source.shift.map { UnsafeRawPointer($0) }
    call.accumulate = accumulates ? 1 : 0
    call.fetch = opensInput ? 1 : 0
    return call
  }

  /// Adds rows of the input's gradient to the sums its normalization needs, while they and the input are in
  /// the first-level cache.
  private func addSums(_ taps: dk_depthwise, to norm: NormState.Places, _ worker: Worker) {
    guard let input = taps.x else { return }
    worker.add(
      norm.pair(input, pixelStride: Int(taps.x_ps), chunk: worker.chunk),
      with: View(base: taps.out, sampleStride: 0, pixelStride: Int(taps.out_ps)),
      0,
      height: Int(taps.rows),
      width: Int(taps.width),
      channels: Int(taps.channels)
    )
  }
}
