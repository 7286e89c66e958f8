import CKernels

extension Convolution: SecondOrderOperation {
  func tangent(in pass: HessianProduct) -> OperationTangent { ConvolutionTangent(self, in: pass) }
}

/// The derivative of a dense convolution: bilinear in its input and its weights.
final class ConvolutionTangent: NormalizedTangent {
  private let convolution: Convolution

  init(_ operation: Convolution, in pass: HessianProduct) {
    convolution = operation
    super.init(operation, in: pass)
  }

  override func forward(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    let relu = convolution.relu
    let target = output.at(sample)
    let along = twin.rectified(source, sample, relu: relu)
    convolution.apply(
      pass.execution.weights,
      to: along,
      into: target,
      worker,
      accumulate: false
    )
    if pass.movesWeights {
      let rectified = worker.rectified(source.source, sample, relu: relu)
      convolution.apply(pass.direction, to: rectified, into: target, worker, accumulate: true)
    }
    addMoments(sample, worker)
  }

  override func gradient(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    guard let outer = outputGradient(sample, twin) else { return }
    let relu = convolution.relu
    let own =
      pass.movesWeights || pass.wantsWeights ? convolution.outputGradient(sample, worker) : nil
    if let own, pass.wantsWeights {
      let partial = pass.partial(convolution.parameterIndices[0], chunk: worker.chunk)
      let rectified = worker.rectified(source.source, sample, relu: relu)
      convolution.addWeights(rectified, outer, to: partial, worker)
      let along = twin.rectified(source, sample, relu: relu)
      convolution.addWeights(along, own, to: partial, worker)
    }
    guard source.gradient != nil else { return }
    var target = convolution.propagate(
      outer,
      pass.execution.transposed,
      to: twin,
      accumulate: false
    )
    if let own, pass.movesWeights {
      target = convolution.propagate(own, pass.transposedDirection, to: twin, accumulate: true)
    }
    addToInput(target, sample, relu: relu, pad: convolution.reach, worker)
  }
}
