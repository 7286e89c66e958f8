import CKernels

/// A dense convolution as a sum of shifted products, optionally of the rectified input; also the
/// factorized reduction, whose two taps write different output channels.
///
/// [H, W, C] -> [ceil(H / stride), ceil(W / stride), C'].
final class Convolution: NormalizedOperation {
  /// The pixel offset (down, right) of each tap from the output's pixel times stride.
  let taps: [(down: Int, right: Int)]
  /// Pixels between neighbouring windows, down and to the right.
  let stride: Int
  let strideRight: Int
  let relu: Bool
  let blocks: [Parameter]
  let parameterIndices: [Int]
  let reach: Int
  /// Whether the input's gradient is gathered from all taps at once, a sum in registers, where it could
  /// be scattered tap by tap: at stride 1 with more than one tap.
  private let gathers: Bool
  /// Whether it is a matrix at every pixel.
  private let isPointwise: Bool
  private var forwardOffsets: [Int64] = []
  private var backwardOffsets: [Int64] = []
  private var rowOffsets: [Int64] = []
  /// The number of the bordered image that holds the output's gradient.
  private var image: Int?
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
    channels: Int,
    taps: [(down: Int, right: Int)],
    stride: Int,
    strideRight: Int,
    relu: Bool,
    parameters: [(Int, Parameter)]
  ) {
    self.taps = taps
    self.stride = stride
    self.strideRight = strideRight
    self.relu = relu
    blocks = parameters.map { $0.1 }
    parameterIndices = parameters.map { $0.0 }
    // A stride of two reads at most one pixel beyond an odd edge at offset 0.
    reach = taps.map { max(abs($0.down), abs($0.right)) }.max() ?? 0
    gathers = stride == 1 && strideRight == 1 && taps.count > 1
    isPointwise = stride == 1 && strideRight == 1 && taps.count == 1 && reach == 0
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
  override var readsBlocks: Bool { true }

  override func plan(_ scratch: inout ScratchPlan, _ tape: TapePlan) {
    super.plan(&scratch, tape)
    let input = inputs[0]
    let padded = (input.height + 2 * reach) * (input.width + 2 * reach) * input.layout.padded
    scratch.need(.inputGradient, padded)
    if gathers { scratch.need(outerImage) }
  }

  /// The scratch memory of the output's gradient.
  private var outerImage: BorderedImage {
    BorderedImage(
      use: .gradient,
      height: outputHeight,
      width: outputWidth,
      lanes: outputChannels,
      border: reach
    )
  }

  override func bind(to execution: Execution) {
    super.bind(to: execution)
    image = execution.scratch.number(of: outerImage)
    parts = execution.parts(of: parameterIndices[0])
    let source = state.source
    let row = (source.width + 2 * source.pad) * source.channels
    forwardOffsets = taps.map {
      Int64(($0.down + source.pad) * row + ($0.right + source.pad) * source.channels)
    }
    rowOffsets = (0..<outputHeight).map { Int64($0 * stride * row) }
    let outputRow = (outputWidth + 2 * reach) * outputChannels
    backwardOffsets = taps.map {
      Int64((reach - $0.down) * outputRow + (reach - $0.right) * outputChannels)
    }
  }

  override func forward(_ sample: Int, _ worker: Worker) {
    let execution = state.execution
    let rectified = worker.rectified(state.source, sample, relu: relu)
    store(sample, worker) {
      apply(execution.weights, to: rectified, into: $0, worker, accumulate: false)
    }
  }

  /// The sum over taps of the shifted, padded input times the tap's matrix.
  func apply(
    _ weights: Buffer,
    to rectified: UnsafeMutableRawPointer,
    into target: UnsafeMutableRawPointer,
    _ worker: Worker,
    accumulate: Bool
  ) {
    let source = state.source
    let row = (source.width + 2 * source.pad) * source.channels
    forwardOffsets.withUnsafeBufferPointer { offsets in
      var product = dk_product(
        c: target,
        a: rectified,
        b: weights.at(blocks[0].offset),
        a_outer: offsets.baseAddress,
        ahead: (nil, nil),
        c_row: Int64(outputWidth * outputChannels),
        c_m: Int64(outputChannels),
        a_row: Int64(stride * row),
        a_m: Int64(strideRight * source.channels),
        a_inner: 1,
        b_outer: Int64(source.channels * outputChannels),
        b_inner: Int64(outputChannels),
        rows: Int64(outputHeight),
        m: Int64(outputWidth),
        n: Int64(outputChannels),
        outer: Int64(taps.count),
        inner: Int64(source.channels),
        accumulate: accumulate ? 1 : 0
      )
      worker.kernels.pointee.product(&product)
    }
  }

  /// Adds the gradient of the weights.
  func addWeights(
    _ rectified: UnsafeMutableRawPointer,
    _ outer: UnsafeMutableRawPointer,
    to partial: UnsafeMutableRawPointer,
    _ worker: Worker
  ) {
    addWeights(rectified, outer, rows: outputHeight, to: partial, worker)
  }

  /// The share of `rows` rows, which come in ascending order; those of `outer` are `outerRow` elements
  /// apart, nil for dense.
  private func addWeights(
    _ rectified: UnsafeMutableRawPointer,
    _ outer: UnsafeMutableRawPointer,
    rows: Int,
    outerRow: Int? = nil,
    to partial: UnsafeMutableRawPointer,
    _ worker: Worker
  ) {
    let size = worker.elementSize
    let lanes = state.source.channels
    rowOffsets.withUnsafeBufferPointer { offsets in
      for index in forwardOffsets.indices {
        let offset = forwardOffsets[index]
        var product = dk_product(
          c: partial + index * lanes * outputChannels * size,
          a: rectified + Int(offset) * size,
          b: outer,
          a_outer: offsets.baseAddress,
          ahead: (nil, nil),
          c_row: 0,
          c_m: Int64(outputChannels),
          a_row: 0,
          a_m: 1,
          a_inner: Int64(strideRight * lanes),
          b_outer: Int64(outerRow ?? outputWidth * outputChannels),
          b_inner: Int64(outputChannels),
          rows: 1,
          m: Int64(lanes),
          n: Int64(outputChannels),
          outer: Int64(rows),
          inner: Int64(outputWidth),
          accumulate: 1
        )
        worker.kernels.pointee.product(&product)
      }
    }
  }

  /// Takes the output's gradient back into the worker's `inputGradient`, `reach` pixels on every side.
  func propagate(
    _ outer: UnsafeMutableRawPointer,
    _ transposed: Buffer,
    to worker: Worker,
    accumulate: Bool
  ) -> UnsafeMutableRawPointer {
    let source = state.source
    let size = worker.elementSize
    let lanes = source.channels
    let target = worker.area(.inputGradient)
    let row = (source.width + 2 * reach) * lanes
    // A single tap at stride 1 reaches every pixel.
    if !accumulate && !isPointwise {
      target.initializeMemory(
        as: UInt8.self,
        repeating: 0,
        count: (source.height + 2 * reach) * row * size
      )
    }
    for index in taps.indices {
      let tap = taps[index]
      let first = (tap.down + reach) * row + (tap.right + reach) * lanes
      var product = dk_product(
        c: target + first * size,
        a: outer,
        b: transposed.at(blocks[0].offset + index * lanes * outputChannels),
        a_outer: nil,
        ahead: (nil, nil),
        c_row: Int64(stride * row),
        c_m: Int64(strideRight * lanes),
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
        accumulate: accumulate || !isPointwise ? 1 : 0
      )
      worker.kernels.pointee.product(&product)
    }
    return target
  }

  override func gradient(_ sample: Int, _ worker: Worker) {
    if gathers { return gather(sample, worker) }
    if isPointwise { return gradientByRows(sample, worker) }
    guard let outer = outputGradient(sample, worker) else { return }
    addWeights(outer, sample, worker)
    guard state.source.gradient != nil else { return }
    let target = propagate(outer, state.execution.transposed, to: worker, accumulate: false)
    addToInput(target, sample, relu: relu, pad: reach, worker)
  }

  private func addWeights(
    _ outer: UnsafeMutableRawPointer,
    outerRow: Int? = nil,
    _ sample: Int,
    _ worker: Worker
  ) {
    guard state.execution.wantsWeights, let parts else { return }
    let rectified = worker.rectified(state.source, sample, relu: relu)
    addWeights(
      rectified,
      outer,
      rows: outputHeight,
      outerRow: outerRow,
      to: parts.at(worker.chunk),
      worker
    )
  }

  /// The gradient of a matrix at every pixel, a few rows at a time, which stay in cache.
  private func gradientByRows(_ sample: Int, _ worker: Worker) {
    let (source, size) = (state.source, worker.elementSize)
    guard let output = outputRows(sample, worker) else { return }
    let parts = state.execution.wantsWeights ? parts : nil
    let rectified = parts.map { _ in worker.rectified(source, sample, relu: relu) }
    let inputRow = (source.width + 2 * source.pad) * source.channels
    let target = worker.area(.inputGradient)
    var product = Product.pixels(
      0,
      from: target,
      inner: outputChannels,
      weights: state.transposed + blocks[0].offset * size,
      to: target,
      columns: source.channels
    )
    let count = Self.blockRows(
      height: outputHeight,
      width: outputWidth,
      channels: outputChannels,
      lanes: source.channels
    )
    var first = 0
    while first < outputHeight {
      let rows = first..<min(outputHeight, first + count)
      let outer = output.take(rows, worker)
      if let parts, let rectified {
        let begin = rectified + first * inputRow * size
        addWeights(begin, outer, rows: rows.count, to: parts.at(worker.chunk), worker)
      }
      if source.gradient != nil {
        product.a = UnsafeRawPointer(outer)
        product.m = Int64(rows.count * outputWidth)
        product.ahead.0 = output.next(rows.upperBound, of: outputHeight, worker)
        worker.kernels.pointee.product(&product)
        addToInput(target, rows: rows, sample, relu: relu, pad: 0, worker)
      }
      first = rows.upperBound
    }
  }

  /// The gradient at stride 1: the output's with a border of zeros, then all taps in one product, in
  /// ascending order as when they are scattered.
  private func gather(_ sample: Int, _ worker: Worker) {
    let source = state.source
    guard let output = outputRows(sample, worker) else { return }
    let row = outerImage.row
    let padded = worker.image(image)
    let outer = padded + outerImage.first * worker.elementSize
    output.put(0..<outputHeight, to: outer, row: row, worker)
    addWeights(outer, outerRow: row, sample, worker)
    guard source.gradient != nil else { return }
    let target = worker.area(.inputGradient)
    let lanes = source.channels
    backwardOffsets.withUnsafeBufferPointer { offsets in
      var product = dk_product(
        c: target,
        a: padded,
        b: state.execution.transposed.at(blocks[0].offset),
        a_outer: offsets.baseAddress,
        ahead: (nil, nil),
        c_row: Int64(source.width * lanes),
        c_m: Int64(lanes),
        a_row: Int64(row),
        a_m: Int64(outputChannels),
        a_inner: 1,
        b_outer: Int64(lanes * outputChannels),
        b_inner: Int64(lanes),
        rows: Int64(source.height),
        m: Int64(source.width),
        n: Int64(lanes),
        outer: Int64(taps.count),
        inner: Int64(outputChannels),
        accumulate: 0
      )
      worker.kernels.pointee.product(&product)
    }
    addToInput(target, sample, relu: relu, pad: 0, worker)
  }
}
