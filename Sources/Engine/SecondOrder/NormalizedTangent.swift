import CKernels

/// The derivative of what convolutions and pools share: batch statistics and the output's gradient.
class NormalizedTangent: OperationTangent {
  let operation: NormalizedOperation
  let source: SourceTangent
  let output: View
  let norm: NormTangent?
  /// The derivative of the gradient of the value, or of the node it is added to.
  let gradientView: View?
  /// That gradient itself.
  private let own: OwnGradient?
  /// The derivative of the node that makes the sums of the output, and which of its terms that is.
  private var fusion: (node: WeightedNodeTangent, term: Int)?

  init(_ operation: NormalizedOperation, in pass: HessianProduct) {
    self.operation = operation
    source = SourceTangent(operation.state.source, operation.inputs[0], in: pass)
    guard let tensor = operation.output else {
      preconditionFailure("\(operation.name) has no output")
    }
    output = pass.view(tensor)
    norm = operation.outputNorm.map { pass.norms[$0] }
    gradientView = operation.state.gradient.map { pass.counterpart($0.view) }
    own = pass.own(operation)
    super.init(pass)
  }

  override func connect() {
    guard let output = operation.output, let node = pass.execution.plan.fusedInto[output] else {
      return
    }
    let term = operation.state.term
    fusion = (pass.tangents[node] as? WeightedNodeTangent).map { ($0, term) }
  }

  override func begin(_ phase: Phase, chunk: Int) {
    if phase == .forward { norm?.clearSums(chunk: chunk) }
    guard phase == .reduce else { return }
    if let fusion {
      fusion.node.clearSums(fusion.term, chunk: chunk)
    } else {
      norm?.clearGradientSums(chunk: chunk)
    }
  }

  /// Adds the derivative just computed to that of the batch statistics.
  func addMoments(_ sample: Int, _ worker: Worker) {
    guard let norm, norm.norm.usesBatch else { return }
    let place = worker.chunk * operation.outputChannels
    pairSums(
      output,
      operation.state.output,
      sample,
      mean: norm.norm.mean,
      into: norm.sums + place,
      norm.products + place,
      worker
    )
  }

  private func pairSums(
    _ first: View,
    _ second: View,
    _ sample: Int,
    mean: UnsafeMutableRawPointer,
    into sum: UnsafeMutablePointer<Double>,
    _ product: UnsafeMutablePointer<Double>,
    _ worker: Worker
  ) {
    worker.add(
      dk_pair(second, sample, mean: mean, first: sum, second: product),
      with: first,
      sample,
      height: operation.outputHeight,
      width: operation.outputWidth,
      channels: operation.outputChannels
    )
  }

  override func reduce(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    if let fusion {
      fusion.node.addSums(fusion.term, sample, worker, twin)
      return
    }
    guard let norm, let own, let gradientView else { return }
    let place = worker.chunk * operation.outputChannels
    let products = norm.gradientProducts + place
    pairSums(
      gradientView,
      operation.state.output,
      sample,
      mean: norm.norm.mean,
      into: norm.gradientSums + place,
      products,
      worker
    )
    // The other half of the product rule; its first sum is the operation's own and not needed.
    let unused = twin.area(.coefficients).assumingMemoryBound(to: Double.self)
    unused.update(repeating: 0, count: operation.outputChannels)
    pairSums(pass.view(own), output, sample, mean: norm.mean, into: unused, products, worker)
  }

  override func finish(_ phase: Phase) {
    guard let norm else { return }
    let count = operation.state.execution.samples * operation.outputHeight * operation.outputWidth
    if phase == .forward {
      norm.finishForward(count: count)
    } else if phase == .reduce, let fusion {
      fusion.node.finishSums(fusion.term)
    } else if phase == .reduce {
      norm.finishReduce(
        NormTangent.Totals(
          gate: 1,
          gateTangent: 0,
          first: norm.norm.gradientSums,
          second: norm.norm.gradientProducts,
          firstTangent: norm.norm.total(norm.gradientSums),
          secondTangent: norm.norm.total(norm.gradientProducts),
          count: count
        ),
        wantsWeights: pass.wantsWeights
      )
    }
  }

  /// The derivative of the gradient of the stored output of a sample, dense; nil when nothing asks.
  func outputGradient(_ sample: Int, _ twin: Worker) -> UnsafeMutableRawPointer? {
    guard let gradient = operation.state.gradient, let gradientView else { return nil }
    let channels = operation.outputChannels
    let pixels = operation.outputHeight * operation.outputWidth
    guard let norm else {
      if gradientView.pixelStride == channels { return gradientView.at(sample) }
      let area = twin.area(.outputGradient)
      twin.terms[0] = dk_term(
        z: gradientView.at(sample),
        coef: pass.ones,
        ps: Int64(gradientView.pixelStride)
      )
      sum(into: area, terms: 1, base: nil, pixels, twin)
      return area
    }
    guard let own else { return nil }
    let state = norm.norm
    var (scale, slope) = (state.gradientScale, norm.gradientScale)
    if let factors = gradient.factors {
      let size = twin.elementSize
      scale = twin.area(.coefficients)
      slope = scale + channels * size
      let share = factors[sample]
      for channel in 0..<channels {
        scale.put(share * state.gradientScale.get(channel, size: size), at: channel, size: size)
        slope.put(share * norm.gradientScale.get(channel, size: size), at: channel, size: size)
      }
    }
    let z = operation.state.output
    twin.terms[0] = Self.term(pass.view(own), sample, slope)
    twin.terms[1] = Self.term(gradientView, sample, scale)
    twin.terms[2] = Self.term(z, sample, norm.tensorScale)
    twin.terms[3] = Self.term(output, sample, state.tensorScale)
    let area = twin.area(.outputGradient)
    sum(into: area, terms: state.usesBatch ? 4 : 2, base: norm.constant, pixels, twin)
    return area
  }

  private static func term(
    _ view: View,
    _ sample: Int,
    _ coefficient: UnsafeMutableRawPointer
  ) -> dk_term {
    dk_term(z: view.at(sample), coef: coefficient, ps: Int64(view.pixelStride))
  }

  private func sum(
    into area: UnsafeMutableRawPointer,
    terms: Int,
    base: UnsafeMutableRawPointer?,
    _ pixels: Int,
    _ twin: Worker
  ) {
    twin.kernels.pointee.weighted_sum(
      area,
      Int64(operation.outputChannels),
      twin.terms,
      Int64(terms),
      base,
      Int64(pixels),
      Int64(operation.outputChannels)
    )
  }

  /// Adds the derivative of the rectified, padded input's gradient to that of the input's gradient.
  func addToInput(
    _ padded: UnsafeMutableRawPointer,
    _ sample: Int,
    relu: Bool,
    pad: Int,
    _ worker: Worker
  ) {
    guard let target = source.gradient else { return }
    let input = source.source
    worker.unrectified(
      padded,
      of: input,
      sample,
      to: target,
      relu: relu,
      pad: pad,
      accumulate: operation.accumulates
    )
  }
}
