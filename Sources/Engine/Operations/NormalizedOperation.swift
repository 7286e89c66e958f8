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

  /// The addresses found by `bind`.
  struct Bound {
    unowned let execution: Execution
    let source: Source
    let output: View
    let norm: NormState?
    let gradient: OutputGradient?
    /// Whether this operation sums its own output's gradient (otherwise a mixed operation does).
    let reducesOwn: Bool
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
      gradient: execution.outputGradient(of: output, norm: outputNorm),
      reducesOwn: hasReduce(in: execution.plan)
    )
  }

  override func begin(_ phase: Phase, chunk: Int) {
    if phase == .forward { state.norm?.clearSums(chunk: chunk) }
    if phase == .reduce { state.norm?.clearGradientSums(chunk: chunk) }
  }

  /// Adds the sample just computed to the batch statistics.
  func addMoments(_ sample: Int, _ worker: Worker) {
    let state = state
    guard let norm = state.norm, state.execution.usesBatchStatistics else { return }
    worker.kernels.pointee.moments(
      state.output.at(sample),
      Int64(state.output.pixelStride),
      Int64(outputHeight),
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
    let state = state
    guard let gradient = state.gradient else { return nil }
    guard let norm = gradient.norm else {
      if gradient.view.pixelStride == outputChannels { return gradient.view.at(sample) }
      let area = worker.area(.outputGradient)
      worker.kernels.pointee.relu_pad(
        area,
        gradient.view.at(sample),
        Int64(gradient.view.pixelStride),
        nil,
        nil,
        0,
        Int64(outputHeight),
        Int64(outputWidth),
        Int64(outputChannels),
        0
      )
      return area
    }
    let area = worker.area(.outputGradient)
    var scale = norm.gradientScale
    if let factor = gradient.factor {
      scale = worker.area(.coefficients)
      let share = factor.values[sample]
      for channel in 0..<outputChannels {
        let value = share * norm.gradientScale.get(channel, size: worker.elementSize)
        scale.put(value, at: channel, size: worker.elementSize)
      }
    }
    worker.kernels.pointee.combine(
      area,
      Int64(outputWidth * outputChannels),
      Int64(outputChannels),
      gradient.view.at(sample),
      Int64(gradient.view.pixelStride),
      norm.usesBatch ? state.output.at(sample) : nil,
      Int64(state.output.pixelStride),
      scale,
      norm.tensorScale,
      norm.constant,
      Int64(outputHeight),
      Int64(outputWidth),
      Int64(outputChannels)
    )
    return area
  }
}
