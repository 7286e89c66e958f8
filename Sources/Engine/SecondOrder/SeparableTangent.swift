import CKernels

extension SeparableConvolution: SecondOrderOperation {
  func tangent(in pass: HessianProduct) -> OperationTangent { SeparableTangent(self, in: pass) }
}

/// The derivative of a separable convolution: bilinear in its input and each of its two weights.
final class SeparableTangent: NormalizedTangent {
  private let separable: SeparableConvolution

  init(_ operation: SeparableConvolution, in pass: HessianProduct) {
    separable = operation
    super.init(operation, in: pass)
  }

  /// The derivative of what lies between the halves, in the twin's `hidden`.
  private func hidden(
    _ sample: Int,
    _ worker: Worker,
    _ twin: Worker
  ) -> UnsafeMutableRawPointer {
    let input = source.source
    let area = twin.area(.hidden)
    let offset = separable.depthwise.offset
    var call = separable.depthwiseCall(
      input,
      out: area,
      outRow: separable.outputWidth * input.channels,
      rectified: twin.rectified(source, sample, relu: separable.options.relu),
      weights: pass.execution.weights.at(offset),
      size: worker.elementSize
    )
    worker.kernels.pointee.depthwise(&call)
    if pass.movesWeights {
      call = separable.depthwiseCall(
        input,
        out: area,
        outRow: separable.outputWidth * input.channels,
        rectified: worker.rectified(input, sample, relu: separable.options.relu),
        weights: pass.direction.at(offset),
        size: worker.elementSize
      )
      call.accumulate = 1
      worker.kernels.pointee.depthwise(&call)
    }
    return area
  }

  /// What lies between the halves, computed again.
  private func ownHidden(_ sample: Int, _ worker: Worker) -> UnsafeMutableRawPointer {
    let input = source.source
    let area = worker.area(.hidden)
    var call = separable.depthwiseCall(
      input,
      out: area,
      outRow: separable.outputWidth * input.channels,
      rectified: worker.rectified(input, sample, relu: separable.options.relu),
      weights: pass.execution.weights.at(separable.depthwise.offset),
      size: worker.elementSize
    )
    worker.kernels.pointee.depthwise(&call)
    return area
  }

  override func forward(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    let offset = separable.pointwise.offset
    pixels(hidden(sample, worker, twin), pass.execution.weights.at(offset), sample, worker, add: 0)
    if pass.movesWeights {
      pixels(ownHidden(sample, worker), pass.direction.at(offset), sample, worker, add: 1)
    }
    addMoments(sample, worker)
  }

  private func pixels(
    _ hidden: UnsafeMutableRawPointer,
    _ weights: UnsafeMutableRawPointer,
    _ sample: Int,
    _ worker: Worker,
    add: Int32
  ) {
    var product = Product.pixels(
      separable.outputHeight * separable.outputWidth,
      from: hidden,
      inner: source.source.channels,
      weights: weights,
      to: output.at(sample),
      columns: separable.outputChannels
    )
    product.accumulate = add
    worker.kernels.pointee.product(&product)
  }

  override func gradient(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    guard let outer = outputGradient(sample, twin) else { return }
    let relu = separable.options.relu
    let own =
      pass.movesWeights || pass.wantsWeights ? separable.outputGradient(sample, worker) : nil
    separable.propagate(outer, pass.execution.transposed.base, to: twin, accumulate: false)
    if let own, pass.movesWeights {
      separable.propagate(own, pass.transposedDirection.base, to: twin, accumulate: true)
    }
    if let own, pass.wantsWeights {
      let indices = separable.parameterIndices
      let pointwise = pass.partial(indices[1], chunk: worker.chunk)
      separable.addPointwise(ownHidden(sample, worker), outer, to: pointwise, worker)
      separable.addPointwise(hidden(sample, worker, twin), own, to: pointwise, worker)
      let taps = pass.partial(indices[0], chunk: worker.chunk)
      let rectified = worker.rectified(source.source, sample, relu: relu)
      separable.addTaps(rectified, twin, to: taps, worker)
      separable.addTaps(twin.rectified(source, sample, relu: relu), worker, to: taps, worker)
    }
    guard source.gradient != nil else { return }
    var target = separable.transposeTaps(
      twin,
      pass.execution.weights.base,
      to: twin,
      accumulate: false
    )
    if pass.movesWeights {
      target = separable.transposeTaps(worker, pass.direction.base, to: twin, accumulate: true)
    }
    addToInput(target, sample, relu: relu, pad: separable.inputPad, worker)
  }
}
