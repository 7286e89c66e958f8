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
  private(set) var bound: Bound?

  /// The addresses found by `bind`; a class, because the inner loops would copy a value.
  final class Bound {
    unowned(unsafe) let execution: Execution
    let source: Source
    let output: View
    let norm: NormState?
    let gradient: OutputGradient?

    init(
      execution: Execution,
      source: Source,
      output: View,
      norm: NormState?,
      gradient: OutputGradient?
    ) {
      self.execution = execution
      self.source = source
      self.output = output
      self.norm = norm
      self.gradient = gradient
    }
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

  var state: Bound {
    guard let bound else { preconditionFailure("\(name) runs before it was bound") }
    return bound
  }

  override func hasReduce(in plan: TapePlan) -> Bool {
    output.map { outputNorm != nil && plan.fusedInto[$0] == nil } ?? false
  }

  override func plan(_ scratch: inout ScratchPlan, _ tape: TapePlan) {
    let input = inputs[0]
    let pad = tape.padding[input.tensor]
    let padded = (input.height + 2 * pad) * (input.width + 2 * pad) * input.layout.padded
    scratch.need(.rectified, padded)
    scratch.need(.plain, input.height * input.width * input.layout.padded)
    scratch.need(.outputGradient, outputHeight * outputWidth * outputChannels)
    scratch.need(.coefficients, 2 * outputChannels)
  }

  override func bind(to execution: Execution) {
    guard let output else { return }
    bound = Bound(
      execution: execution,
      source: execution.source(inputs[0]),
      output: execution.view(output),
      norm: outputNorm.map { execution.norms[$0] },
      gradient: execution.outputGradient(of: output, norm: outputNorm)
    )
  }

  override func begin(_ phase: Phase, chunk: Int) {
    if phase == .forward { state.norm?.clearSums(chunk: chunk) }
    if phase == .reduce { state.norm?.clearGradientSums(chunk: chunk) }
  }

  /// Adds the sample just computed to the batch statistics.
  func addMoments(_ sample: Int, _ worker: Worker) {
    addMoments(sample, rows: 0..<outputHeight, worker)
  }

  /// Adds rows just computed to the batch statistics; a sample's rows come in ascending order.
  func addMoments(_ sample: Int, rows: Range<Int>, _ worker: Worker) {
    let state = state
    guard let norm = state.norm, state.execution.usesBatchStatistics else { return }
    let stride = state.output.pixelStride
    worker.kernels.pointee.moments(
      state.output.at(sample) + rows.lowerBound * outputWidth * stride * worker.elementSize,
      Int64(stride),
      Int64(rows.count),
      Int64(outputWidth),
      Int64(outputChannels),
      norm.sums + worker.chunk * outputChannels,
      norm.squares + worker.chunk * outputChannels
    )
  }

  override func finish(_ phase: Phase) {
    let state = state
    guard let norm = state.norm else { return }
    let count = state.execution.samples * outputHeight * outputWidth
    if phase == .forward {
      norm.finishForward(
        count: count,
        useBatch: state.execution.usesBatchStatistics,
        updateRunning: state.execution.updatesRunning
      )
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
    let state = state
    guard let norm = state.norm, let gradient = state.gradient else { return }
    worker.kernels.pointee.pair_sums(
      gradient.view.at(sample),
      Int64(gradient.view.pixelStride),
      state.output.at(sample),
      Int64(state.output.pixelStride),
      norm.mean,
      Int64(outputHeight),
      Int64(outputWidth),
      Int64(outputChannels),
      norm.gradientSums + worker.chunk * outputChannels,
      norm.gradientProducts + worker.chunk * outputChannels
    )
  }

  /// The gradient of the stored output of a sample, dense, or nil when nothing asks for it.
  func outputGradient(_ sample: Int, _ worker: Worker) -> UnsafeMutableRawPointer? {
    outputRows(sample, worker)?.take(0..<outputHeight, worker)
  }

  /// The same to be taken a few rows at a time, so that they are still in cache when they are used.
  func outputRows(_ sample: Int, _ worker: Worker) -> OutputRows? {
    let state = state
    guard let gradient = state.gradient else { return nil }
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
        constant: nil
      )
    }
    var scale = norm.gradientScale
    if let factor = gradient.factor {
      scale = worker.area(.coefficients)
      let share = factor.values[sample]
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
      tensor: norm.usesBatch ? state.output.at(sample) : nil,
      tensorStride: state.output.pixelStride,
      scale: scale,
      tensorScale: norm.tensorScale,
      constant: norm.constant
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

  /// Rows of the gradient, dense; valid until the next are taken.
  func take(_ rows: Range<Int>, _ worker: Worker) -> UnsafeMutableRawPointer {
    let size = worker.elementSize
    let first = gradient + rows.lowerBound * width * gradientStride * size
    guard let scale else {
      if gradientStride == channels { return first }
      worker.kernels.pointee.relu_pad(
        area,
        first,
        Int64(gradientStride),
        nil,
        nil,
        0,
        Int64(rows.count),
        Int64(width),
        Int64(channels),
        0
      )
      return area
    }
    worker.kernels.pointee.combine(
      area,
      Int64(width * channels),
      Int64(channels),
      first,
      Int64(gradientStride),
      tensor.map { $0 + rows.lowerBound * width * tensorStride * size },
      Int64(tensorStride),
      scale,
      tensorScale,
      constant,
      Int64(rows.count),
      Int64(width),
      Int64(channels)
    )
    return area
  }
}
