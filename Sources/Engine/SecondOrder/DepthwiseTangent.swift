extension DepthwiseConvolution: SecondOrderOperation {
  func tangent(in pass: HessianProduct) -> OperationTangent { DepthwiseTangent(self, in: pass) }
}

/// The derivative of a depthwise convolution: bilinear in its input and its weights.
final class DepthwiseTangent: NormalizedTangent {
  private let depthwise: DepthwiseConvolution

  init(_ operation: DepthwiseConvolution, in pass: HessianProduct) {
    depthwise = operation
    super.init(operation, in: pass)
  }

  override func forward(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    let relu = depthwise.relu
    let target = output.at(sample)
    let along = twin.rectified(source, sample, relu: relu)
    depthwise.apply(
      pass.execution.weights,
      to: along,
      into: target,
      worker,
      accumulate: false
    )
    if pass.movesWeights {
      let rectified = worker.rectified(source.source, sample, relu: relu)
      depthwise.apply(pass.direction, to: rectified, into: target, worker, accumulate: true)
    }
    addMoments(sample, worker)
  }

  override func gradient(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    guard let outer = outputGradient(sample, twin) else { return }
    let relu = depthwise.relu
    let own =
      pass.movesWeights || pass.wantsWeights ? depthwise.outputGradient(sample, worker) : nil
    if let own, pass.wantsWeights {
      let partial = pass.partial(depthwise.parameterIndex, chunk: worker.chunk)
      let rectified = worker.rectified(source.source, sample, relu: relu)
      depthwise.addWeights(rectified, outer, to: partial, worker)
      let along = twin.rectified(source, sample, relu: relu)
      depthwise.addWeights(along, own, to: partial, worker)
    }
    guard source.gradient != nil else { return }
    var target = depthwise.propagate(outer, pass.execution.weights, to: twin, accumulate: false)
    if let own, pass.movesWeights {
      target = depthwise.propagate(own, pass.direction, to: twin, accumulate: true)
    }
    addToInput(target, sample, relu: relu, pad: depthwise.reach, worker)
  }
}
