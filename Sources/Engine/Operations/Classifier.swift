import CKernels

/// Global average pooling, a linear layer, and the mean softmax cross-entropy over the batch.
///
/// [H, W, C] -> [classes]; the softmax is computed in Double. The input may be rectified first.
final class Classifier: Operation {
  let classes: Int
  let relu: Bool
  /// The weight of an auxiliary loss, which only adds to gradients; nil for the network's own loss.
  let share: Double?
  let matrix: Parameter
  let offset: Parameter
  let parameterIndices: [Int]
  private var bound: Bound?

  struct Bound {
    unowned(unsafe) let execution: Execution
    let source: Source
    /// Pooled features, [sample][lane].
    let pooled: Buffer
    /// Gradient of the logits, [sample][lane].
    let gradients: Buffer
    let sums: Buffer
    /// [sample][lane].
    let logits: Buffer
  }

  init(
    name: String,
    input: Value,
    classes: Int,
    relu: Bool,
    share: Double? = nil,
    parameters: [(Int, Parameter)]
  ) {
    self.classes = classes
    self.relu = relu
    self.share = share
    matrix = parameters[0].1
    offset = parameters[1].1
    parameterIndices = parameters.map { $0.0 }
    super.init(name: name, gate: nil, inputs: [input], output: nil)
  }

  override var parameters: [Int] { parameterIndices }
  override var readsBlocks: Bool { true }
  var columns: Int { matrix.columns.padded }

  override func plan(_ scratch: inout ScratchPlan, _ tape: TapePlan) {
    let input = inputs[0]
    scratch.need(.hidden, max(2 * input.layout.padded, columns))
    scratch.need(.plain, input.height * input.width * input.layout.padded)
    precondition(
      !relu || tape.padding[input.tensor] == 0,
      "\(name) rectifies what a convolution reads too"
    )
    if relu { scratch.need(tape.rectified(input)) }
  }

  override func bind(to execution: Execution) {
    let lanes = inputs[0].layout.padded
    let size = execution.elementSize
    bound = Bound(
      execution: execution,
      source: execution.source(inputs[0]),
      pooled: Buffer(count: execution.batch * lanes, elementSize: size),
      gradients: Buffer(count: execution.batch * columns, elementSize: size),
      sums: Buffer(count: execution.batch * lanes, elementSize: 8),
      logits: share == nil
        ? execution.logits : Buffer(count: execution.batch * columns, elementSize: size)
    )
  }

  var state: Bound {
    guard let bound else { preconditionFailure("\(name) runs before it was bound") }
    return bound
  }

  override func forward(_ sample: Int, _ worker: Worker) {
    let state = state
    let source = state.source
    let execution = state.execution
    let size = worker.elementSize
    let lanes = source.channels
    let sums = state.sums.at(sample * lanes).assumingMemoryBound(to: Double.self)
    source.forEachSlice(sample, size: size) { slice in
      worker.kernels.pointee.pixel_sum(
        slice.pixels,
        Int64(slice.pixelStride),
        slice.scale,
        slice.shift,
        relu ? 1 : 0,
        Int64(source.height),
        Int64(source.width),
        Int64(slice.lanes),
        sums + slice.lane
      )
    }
    let pooled = state.pooled.at(sample * lanes)
    let share = 1 / Double(source.height * source.width)
    for lane in 0..<lanes { pooled.put(sums[lane] * share, at: lane, size: size) }
    let logits = state.logits.at(sample * columns)
    logits.copyMemory(from: execution.weights.at(offset.offset), byteCount: columns * size)
    var product = Product.pixels(
      1,
      from: pooled,
      inner: lanes,
      weights: execution.weights.at(matrix.offset),
      to: logits,
      columns: columns
    )
    product.accumulate = 1
    worker.kernels.pointee.product(&product)
    score(logits, state.gradients.at(sample * columns), sample, execution)
  }

  /// Loss, rank of the label and gradient of the logits of a sample.
  private func score(
    _ logits: UnsafeMutableRawPointer,
    _ gradient: UnsafeMutableRawPointer,
    _ sample: Int,
    _ execution: Execution
  ) {
    let size = execution.elementSize
    let label = Int(execution.labels[sample])
    var largest = -Double.infinity
    for column in 0..<classes { largest = max(largest, logits.get(column, size: size)) }
    var sum = 0.0
    for column in 0..<classes { sum += Portable.exp(logits.get(column, size: size) - largest) }
    let own = logits.get(label, size: size)
    let smoothing = execution.labelSmoothing
    var loss = (1 - smoothing) * (Portable.log(sum) + largest - own)
    var better = 0
    for column in 0..<classes {
      let logit = logits.get(column, size: size)
      if column != label && (logit > own || (logit == own && column < label)) { better += 1 }
      if smoothing > 0 {
        loss += smoothing / Double(classes) * (Portable.log(sum) + largest - logit)
      }
      let target = smoothing / Double(classes) + (column == label ? 1 - smoothing : 0)
      let probability = Portable.exp(logit - largest) / sum
      let slope = (share ?? 1) * (probability - target)
      gradient.put(slope / Double(execution.samples), at: column, size: size)
    }
    for column in classes..<columns { gradient.put(0, at: column, size: size) }
    guard share == nil else { return }
    execution.losses[sample] = own.isNaN ? .nan : loss
    execution.ranks[sample] = Int32(better)
  }

  override func gradient(_ sample: Int, _ worker: Worker) {
    let state = state
    let source = state.source
    let execution = state.execution
    let kernels = worker.kernels.pointee
    let lanes = source.channels
    let gradient = state.gradients.at(sample * columns)
    if execution.wantsWeights {
      var product = Product.weightGradient(
        pixels: 1,
        input: state.pooled.at(sample * lanes),
        inputLanes: lanes,
        gradient: gradient,
        columns: columns,
        to: execution.parts(of: parameterIndices[0]).at(worker.chunk)
      )
      kernels.product(&product)
      kernels.add_scaled(
        execution.parts(of: parameterIndices[1]).at(worker.chunk),
        Int64(columns),
        gradient,
        Int64(columns),
        nil,
        1,
        Int64(columns)
      )
    }
    guard let target = source.gradient else { return }
    let back = worker.area(.hidden)
    var product = Product.pixels(
      1,
      from: gradient,
      inner: columns,
      weights: execution.transposed.at(matrix.offset),
      to: back,
      columns: lanes
    )
    kernels.product(&product)
    let share = 1 / Double(source.height * source.width)
    for lane in 0..<lanes {
      let value = back.get(lane, size: worker.elementSize) * share
      back.put(value, at: lane, size: worker.elementSize)
    }
    spread(back, of: source, sample, to: target, relu: relu, worker)
  }

  /// Adds a value a channel to the gradient of every pixel, where a rectification lets it through.
  func spread(
    _ values: UnsafeMutableRawPointer,
    of source: Source,
    _ sample: Int,
    to target: View,
    relu: Bool,
    _ worker: Worker
  ) {
    source.forEachSlice(sample, size: worker.elementSize) { slice in
      worker.kernels.pointee.pixel_spread(
        target.at(sample, block: slice.number),
        Int64(target.pixelStride),
        values + slice.lane * worker.elementSize,
        slice.pixels,
        Int64(slice.pixelStride),
        slice.scale,
        slice.shift,
        relu ? 1 : 0,
        Int64(source.height * source.width),
        Int64(slice.lanes)
      )
    }
  }
}
