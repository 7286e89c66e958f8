import CKernels

/// An operation with one input whose output may be batch-normalized: what the convolutions and
/// pools share.
class NormalizedOperation: Operation {
  /// The normalization of the output on the tape.
  let outputNorm: Int?
  let outputHeight: Int
  let outputWidth: Int
  /// Lanes of the output.
  let outputChannels: Int
  /// Where `state` is, from `bind` on.
  private var bound: UnsafeMutablePointer<Bound>?
  /// Whether others add to the input's gradient too; if not, it is not cleared but written over.
  private(set) var accumulates = true
  /// Whether the input's gradient is in no cache when it is written.
  private(set) var opensInput = true

  /// The addresses found by `bind`; references in it are not counted, because all threads would count at
  /// one place.
  struct Bound {
    unowned(unsafe) let execution: Execution
    /// The execution's weights, as they are and with the matrices' rows and columns exchanged.
    let weights, transposed: UnsafeMutableRawPointer
    let source: Source
    let output: View
    let norm: NormState.Places?
    let gradient: OutputGradient?
    /// The node that alone reads the normalized output and makes its sums, and which of its terms it is.
    let node: Unmanaged<WeightedNode>?
    let term: Int
    /// Whether the output is stored past the caches, because what is computed before it is read again
    /// would push it out of them.
    let streams: Bool
    /// Whether what reads the output makes the sums of its normalization.
    let isSummed: Bool
  }

  init(
    name: String,
    gate: Int?,
    input: Value,
    output: Int,
    norm: Int?,
    height: Int,
    width: Int,
    channels: Int
  ) {
    outputNorm = norm
    outputHeight = height
    outputWidth = width
    outputChannels = channels
    super.init(name: name, gate: gate, inputs: [input], output: output)
  }

  /// The addresses found by `bind`, in place: copying all of them for every sample is seen in a step's time.
  final var state: Bound {
    unsafeAddress {
      guard let bound else { preconditionFailure("\(name) runs before it was bound") }
      return UnsafePointer(bound)
    }
  }

  deinit { bound?.deallocate() }

  override func plan(_ scratch: inout ScratchPlan, _ tape: TapePlan) {
    let input = inputs[0]
    scratch.need(tape.rectified(input))
    scratch.need(.plain, input.height * input.width * input.layout.padded)
    scratch.need(.stored, outputHeight * outputWidth * outputChannels)
    scratch.need(.outputGradient, outputHeight * outputWidth * outputChannels)
    scratch.need(.coefficients, 2 * outputChannels)
  }

  override func bind(to execution: Execution) {
    guard let output else { return }
    accumulates = !execution.plan.isOverwritten[inputs[0].tensor]
    opensInput = execution.plan.opensInput.contains(output)
    let fusion = execution.fusion(of: output)
    let state = Bound(
      execution: execution,
      weights: execution.weights.base,
      transposed: execution.transposed.base,
      source: execution.source(inputs[0]),
      output: execution.view(output),
      norm: outputNorm.map { execution.norms[$0].places },
      gradient: execution.outputGradient(of: output, norm: outputNorm),
      node: (fusion?.node).map { Unmanaged.passUnretained($0) },
      term: fusion?.term ?? 0,
      streams: fusion.map { execution.plan.leavesCaches($0.node, execution.tape) }
        ?? (outputNorm != nil && execution.plan.outgrowing.contains(output)),
      isSummed: execution.plan.summedByReader.contains(output)
    )
    bound?.deallocate()
    bound = .allocate(capacity: 1)
    bound?.initialize(to: state)
  }

  override func prepare(_ phase: Phase) {
    guard phase == .reduce, let node = state.node else { return }
    node._withUnsafeGuaranteedRef { $0.gather(state.term) }
  }

  override func addStreams(_ phase: Phase, to streams: StreamList) {
    // Where no node makes the sums, what they are of has just been computed.
    if phase == .reduce, state.node != nil { streams.append(state.output) }
  }

  override func begin(_ phase: Phase, chunk: Int) {
    if phase == .forward { state.norm?.clearSums(chunk: chunk) }
    guard phase == .reduce else { return }
    if let node = state.node {
      node._withUnsafeGuaranteedRef { $0.clearSums(state.term, chunk: chunk) }
    } else {
      state.norm?.clearGradientSums(chunk: chunk)
    }
  }

  /// Computes a sample's output where `compute` is told to, stores it and adds it to the batch
  /// statistics.
  func store(_ sample: Int, _ worker: Worker, _ compute: (UnsafeMutableRawPointer) -> Void) {
    let stored = storedRows(sample, worker)
    let rows = 0..<outputHeight
    compute(stored.place(rows, worker))
    stored.finish(rows, worker)
  }

  /// Where rows of a sample's output are computed and how they are stored.
  func storedRows(_ sample: Int, _ worker: Worker) -> StoredRows {
    let norm = state.execution.usesBatchStatistics ? state.norm : nil
    return StoredRows(
      output: state.output.at(sample),
      area: state.streams ? worker.area(.stored) : nil,
      row: outputWidth * outputChannels,
      width: outputWidth,
      channels: outputChannels,
      sums: norm.map { $0.sums + worker.chunk * outputChannels },
      squares: norm.map { $0.squares + worker.chunk * outputChannels }
    )
  }

  /// The normalization that has made its sums of the same tensor in this pass; nil for its own.
  var statistics: NormState? { nil }

  override func finish(_ phase: Phase) {
    guard let norm = outputNorm.map({ state.execution.norms[$0] }) else { return }
    let count = state.execution.samples * outputHeight * outputWidth
    if phase == .forward {
      norm.finishForward(
        sumsOf: statistics ?? norm,
        count: count,
        useBatch: state.execution.usesBatchStatistics,
        updateRunning: state.execution.updatesRunning
      )
    } else if phase == .reduce, let node = state.node {
      node._withUnsafeGuaranteedRef { $0.finishGathered(state.term) }
    } else if phase == .reduce {
      norm.finishReduce(
        gate: 1,
        first: norm.total(norm.gradientSums),
        second: norm.total(norm.gradientProducts),
        count: count,
        wantsWeights: state.execution.wantsWeights
      )
    }
  }

  override func reduce(_ sample: Int, _ worker: Worker) {
    if let node = state.node {
      node._withUnsafeGuaranteedRef { $0.addGathered(from: state.term, sample, worker) }
      return
    }
    if state.isSummed { return }
    guard let norm = state.norm, let gradient = state.gradient else { return }
    let output = state.output
    worker.add(
      norm.pair(output.at(sample), pixelStride: output.pixelStride, chunk: worker.chunk),
      with: gradient.view,
      sample,
      height: outputHeight,
      width: outputWidth,
      channels: outputChannels
    )
  }

  /// Adds the gradient of the rectified input, `pad` pixels on every side, to that of the input, if
  /// anything asks for it.
  ///
  /// - Parameter rows: those of the input to add, which begin at `padded`; nil for all.
  func addToInput(
    _ padded: UnsafeMutableRawPointer,
    rows: Range<Int>? = nil,
    _ sample: Int,
    relu: Bool,
    pad: Int,
    _ worker: Worker
  ) {
    let source = state.source
    guard let gradient = source.gradient else { return }
    worker.unrectified(
      padded,
      rows: rows,
      of: source,
      sample,
      to: gradient,
      relu: relu,
      pad: pad,
      accumulate: accumulates
    )
  }

  /// Output rows to work on at a time where an input has `lanes`: few enough that what lies between the
  /// steps of the work stays in the first-level cache.
  static func blockRows(height: Int, width: Int, channels: Int, lanes: Int) -> Int {
    max(1, min(height, 2048 / (width * max(channels, lanes))))
  }

  /// The gradient of the stored output of a sample, dense, or nil when nothing asks for it.
  func outputGradient(_ sample: Int, _ worker: Worker) -> UnsafeMutableRawPointer? {
    outputRows(sample, worker)?.take(0..<outputHeight, worker)
  }

  /// The same to be taken a few rows at a time, so that they are still in cache when they are used.
  func outputRows(_ sample: Int, _ worker: Worker) -> OutputRows? {
    state.gradient.map { outputRows(sample, $0, worker) }
  }

  private func outputRows(
    _ sample: Int,
    _ gradient: OutputGradient,
    _ worker: Worker
  ) -> OutputRows {
    let area = worker.area(.outputGradient)
    let view = gradient.view
    guard let norm = gradient.norm else {
      return OutputRows(
        area: area,
        width: outputWidth,
        channels: outputChannels,
        gradient: view.at(sample),
        gradientStride: view.pixelStride,
        tensor: nil,
        tensorStride: 0,
        scale: nil,
        tensorScale: nil,
        constant: nil,
        ones: worker.ones
      )
    }
    var scale = norm.gradientScale
    if let factors = gradient.factors {
      scale = worker.area(.coefficients)
      let share = factors[sample]
      for channel in 0..<outputChannels {
        let value = share * norm.gradientScale.get(channel, size: worker.elementSize)
        scale.put(value, at: channel, size: worker.elementSize)
      }
    }
    return OutputRows(
      area: area,
      width: outputWidth,
      channels: outputChannels,
      gradient: view.at(sample),
      gradientStride: view.pixelStride,
      tensor: state.execution.usesBatchStatistics ? state.output.at(sample) : nil,
      tensorStride: state.output.pixelStride,
      scale: scale,
      tensorScale: norm.tensorScale,
      constant: norm.constant,
      ones: worker.ones
    )
  }
}

/// The gradient of a stored output: what a normalization makes of its value's gradient and of the
/// tensor itself.
struct OutputRows {
  let area: UnsafeMutableRawPointer
  let width, channels: Int
  let gradient: UnsafeMutableRawPointer
  let gradientStride: Int
  let tensor: UnsafeMutableRawPointer?
  let tensorStride: Int
  /// Coefficients per lane; nil where there is no normalization.
  let scale, tensorScale, constant: UnsafeMutableRawPointer?
  let ones: UnsafeMutableRawPointer

  /// Rows of the gradient, dense; valid until the next are taken.
  func take(_ rows: Range<Int>, _ worker: Worker) -> UnsafeMutableRawPointer {
    if scale == nil, gradientStride == channels {
      return gradient + rows.lowerBound * width * gradientStride * worker.elementSize
    }
    put(rows, to: area, row: width * channels, worker)
    return area
  }

  /// Where the tensor's rows from `row` on lie; nil where there are none or `take` does not read them.
  func next(_ row: Int, of height: Int, _ worker: Worker) -> UnsafeRawPointer? {
    guard row < height, let tensor else { return nil }
    return UnsafeRawPointer(tensor + row * width * tensorStride * worker.elementSize)
  }

  /// The same of the gradient it is made from.
  func nextGradient(_ row: Int, of height: Int, _ worker: Worker) -> UnsafeRawPointer? {
    guard row < height else { return nil }
    return UnsafeRawPointer(gradient + row * width * gradientStride * worker.elementSize)
  }

  /// Writes rows of the gradient to `target`, whose rows are `row` elements apart.
  func put(_ rows: Range<Int>, to target: UnsafeMutableRawPointer, row: Int, _ worker: Worker) {
    let size = worker.elementSize
    worker.kernels.pointee.combine(
      target,
      Int64(row),
      Int64(channels),
      gradient + rows.lowerBound * width * gradientStride * size,
      Int64(gradientStride),
      tensor.map { $0 + rows.lowerBound * width * tensorStride * size },
      Int64(tensorStride),
      scale ?? ones,
      tensorScale,
      scale == nil ? nil : constant,
      Int64(rows.count),
      Int64(width),
      Int64(channels)
    )
  }
}

/// How a sample's output is stored, a few rows at a time: addresses only, because counting references
/// between every few rows is seen in the time of a step.
struct StoredRows {
  let output: UnsafeMutableRawPointer
  /// Where rows are computed that are then stored past the caches; nil where they are computed in
  /// place.
  let area: UnsafeMutableRawPointer?
  /// Elements of a row.
  let row: Int
  let width, channels: Int
  /// The chunk's batch statistics; nil where none are made.
  let sums, squares: UnsafeMutablePointer<Double>?

  /// Where to compute rows.
  func place(_ rows: Range<Int>, _ worker: Worker) -> UnsafeMutableRawPointer {
    area ?? output + rows.lowerBound * row * worker.elementSize
  }

  /// Stores rows just computed and adds them to the batch statistics; a sample's rows come in ascending
  /// order.
  func finish(_ rows: Range<Int>, _ worker: Worker) {
    let computed = place(rows, worker)
    let bytes = row * worker.elementSize
    let target = area.map { _ in output + rows.lowerBound * bytes }
    if let sums, let squares {
      worker.kernels.pointee.moments(
        computed,
        Int64(channels),
        Int64(rows.count),
        Int64(width),
        Int64(channels),
        sums,
        squares,
        target
      )
    } else if let target {
      dk_stream(target, computed, Int64(rows.count * bytes))
    }
  }
}
