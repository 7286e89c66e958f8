import CKernels

extension WeightedNode: SecondOrderOperation {
  func tangent(in pass: HessianProduct) -> OperationTangent { WeightedNodeTangent(self, in: pass) }
}

/// The derivative of a node: bilinear in gates and terms, with the normalizations' derivatives.
final class WeightedNodeTangent: OperationTangent {
  private let node: WeightedNode
  private let terms: [TermTangent]
  private let output: View
  private let gradient: View
  /// The gradient itself; nil where nothing reads the node.
  private let own: OwnGradient?
  /// Derivative of the constant summand per lane.
  private let base: UnsafeMutableRawPointer
  private let elements: Buffer
  private let doubles: Buffer

  /// A class, because the inner loops would copy a value.
  private final class TermTangent {
    let source: SourceTangent
    /// Coefficients per lane of the term's tensor and of its derivative.
    let tensor, derivative: UnsafeMutableRawPointer
    /// Derivatives of the sums of gradient and of gradient times centred tensor, [chunk][channel].
    let first, second: UnsafeMutablePointer<Double>

    init(
      source: SourceTangent,
      tensor: UnsafeMutableRawPointer,
      derivative: UnsafeMutableRawPointer,
      first: UnsafeMutablePointer<Double>,
      second: UnsafeMutablePointer<Double>
    ) {
      self.source = source
      self.tensor = tensor
      self.derivative = derivative
      self.first = first
      self.second = second
    }
  }

  init(_ node: WeightedNode, in pass: HessianProduct) {
    self.node = node
    let state = node.state
    let channels = node.channels
    let block = state.execution.chunks * channels
    let elements = Buffer(
      count: (2 * node.terms.count + 1) * channels,
      elementSize: state.execution.elementSize
    )
    let doubles = Buffer(count: 2 * node.terms.count * block, elementSize: 8)
    let sums = doubles.base.assumingMemoryBound(to: Double.self)
    self.elements = elements
    self.doubles = doubles
    terms = state.terms.enumerated().map { index, term in
      TermTangent(
        source: SourceTangent(term.source, node.terms[index].value, in: pass),
        tensor: elements.at(2 * index * channels),
        derivative: elements.at((2 * index + 1) * channels),
        first: sums + 2 * index * block,
        second: sums + (2 * index + 1) * block
      )
    }
    base = elements.at(2 * node.terms.count * channels)
    guard let tensor = node.output else { preconditionFailure("\(node.name) has no output") }
    output = pass.view(tensor)
    gradient = pass.counterpart(state.gradient)
    own = pass.own(node)
    super.init(pass)
  }

  private func gateTangent(_ index: Int) -> Double {
    node.terms[index].gate.map { pass.gateDirection[$0] } ?? 0
  }

  /// The coefficients of a term in one lane for `gate` and its derivative.
  private func coefficients(
    _ index: Int,
    _ channel: Int,
    gate: Double,
    slope: Double
  ) -> (tensor: Double, derivative: Double, base: Double) {
    guard let norm = terms[index].source.norm else { return (slope, gate, 0) }
    let size = pass.execution.elementSize
    let scale = norm.norm.scale.get(channel, size: size)
    let shift = norm.norm.shift.get(channel, size: size)
    return (
      slope * scale + gate * norm.scale.get(channel, size: size),
      gate * scale,
      slope * shift + gate * norm.shift.get(channel, size: size)
    )
  }

  override func prepare(_ phase: Phase) {
    guard phase == .forward else { return }
    let state = node.state
    let size = pass.execution.elementSize
    for channel in 0..<node.channels {
      var sum = 0.0
      for index in state.active {
        let gate = node.gateValue(state.terms[index], state.execution)
        let found = coefficients(index, channel, gate: gate, slope: gateTangent(index))
        terms[index].tensor.put(found.tensor, at: channel, size: size)
        terms[index].derivative.put(found.derivative, at: channel, size: size)
        sum += found.base
      }
      base.put(sum, at: channel, size: size)
    }
  }

  override func forward(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    let state = node.state
    for (slot, index) in state.active.enumerated() {
      let (own, along) = (state.terms[index].source.view, terms[index].source.view)
      twin.terms[2 * slot] = dk_term(
        z: own.at(sample),
        coef: terms[index].tensor,
        ps: Int64(own.pixelStride)
      )
      twin.terms[2 * slot + 1] = dk_term(
        z: along.at(sample),
        coef: terms[index].derivative,
        ps: Int64(along.pixelStride)
      )
    }
    let base = state.hasFactors ? applyFactors(sample, twin) : self.base
    worker.kernels.pointee.weighted_sum(
      output.at(sample),
      Int64(output.pixelStride),
      twin.terms,
      Int64(2 * state.active.count),
      base,
      Int64(node.height * node.width),
      Int64(node.channels)
    )
  }

  /// Factors differ between samples, so the coefficients are made for each.
  private func applyFactors(_ sample: Int, _ twin: Worker) -> UnsafeMutableRawPointer {
    let state = node.state
    let (size, channels) = (twin.elementSize, node.channels)
    let area = twin.area(.coefficients)
    let base = area + 2 * state.active.count * channels * size
    for channel in 0..<channels {
      var sum = 0.0
      for (slot, index) in state.active.enumerated() {
        let factor = state.terms[index].factors?[sample] ?? 1
        let gate = factor * node.gateValue(state.terms[index], state.execution)
        let slope = factor * gateTangent(index)
        let found = coefficients(index, channel, gate: gate, slope: slope)
        let place = area + 2 * slot * channels * size
        place.put(found.tensor, at: channel, size: size)
        (place + channels * size).put(found.derivative, at: channel, size: size)
        sum += found.base
      }
      base.put(sum, at: channel, size: size)
    }
    for slot in 0..<2 * state.active.count {
      twin.terms[slot].coef = UnsafeRawPointer(area + slot * channels * size)
    }
    return base
  }

  override func begin(_ phase: Phase, chunk: Int) {
    guard phase == .reduce else { return }
    for index in terms.indices where !node.state.terms[index].isFused {
      clearSums(index, chunk: chunk)
    }
  }

  /// Forgets a chunk's sums of a term.
  func clearSums(_ index: Int, chunk: Int) {
    let channels = node.channels
    (terms[index].first + chunk * channels).update(repeating: 0, count: channels)
    (terms[index].second + chunk * channels).update(repeating: 0, count: channels)
  }

  override func reduce(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    let state = node.state
    for index in state.active where !state.terms[index].isFused {
      let term = state.terms[index]
      if term.gate != nil { addSums(index, sample, worker, twin) }
      guard let target = terms[index].source.gradient else { continue }
      let factor = term.factors?[sample] ?? 1
      let gate = factor * node.gateValue(term, state.execution)
      add(gradient, weight: gate, to: target, sample, twin)
      let slope = factor * gateTangent(index)
      if slope != 0, let own {
        add(pass.view(own), weight: slope, to: target, sample, twin)
      }
    }
  }

  /// Adds a sample's share to the sums of a term.
  func addSums(_ index: Int, _ sample: Int, _ worker: Worker, _ twin: Worker) {
    guard node.state.terms[index].isActive else { return }
    let factor = node.state.terms[index].factors?[sample] ?? 1
    guard let itself = self.own else { return }
    let own = node.state.terms[index].source
    let along = terms[index].source
    let channels = node.channels
    // First sum, product, and a first sum that is the node's own and not needed.
    let sums = twin.area(.coefficients).assumingMemoryBound(to: Double.self)
    sums.update(repeating: 0, count: 3 * channels)
    pairSums(gradient, own.view, sample, own.norm?.mean, sums, sums + channels, worker)
    pairSums(
      pass.view(itself),
      along.view,
      sample,
      along.norm?.mean,
      sums + 2 * channels,
      sums + channels,
      worker
    )
    let first = terms[index].first + worker.chunk * channels
    let second = terms[index].second + worker.chunk * channels
    for channel in 0..<channels {
      first[channel] += factor * sums[channel]
      second[channel] += factor * sums[channels + channel]
    }
  }

  private func pairSums(
    _ gradient: View,
    _ tensor: View,
    _ sample: Int,
    _ mean: UnsafeMutableRawPointer?,
    _ first: UnsafeMutablePointer<Double>,
    _ second: UnsafeMutablePointer<Double>,
    _ worker: Worker
  ) {
    worker.add(
      dk_pair(tensor, sample, mean: mean, first: first, second: second),
      with: gradient,
      sample,
      height: node.height,
      width: node.width,
      channels: node.channels
    )
  }

  private func add(
    _ gradient: View,
    weight: Double,
    to target: View,
    _ sample: Int,
    _ twin: Worker
  ) {
    let coefficient = twin.area(.coefficients)
    for channel in 0..<node.channels {
      coefficient.put(weight, at: channel, size: twin.elementSize)
    }
    twin.kernels.pointee.add_scaled(
      target.at(sample),
      Int64(target.pixelStride),
      gradient.at(sample),
      Int64(gradient.pixelStride),
      coefficient,
      Int64(node.height * node.width),
      Int64(node.channels)
    )
  }

  override func finish(_ phase: Phase) {
    guard phase == .reduce else { return }
    for index in node.state.active where !node.state.terms[index].isFused { finishSums(index) }
  }

  /// Adds the chunks' sums of a term and gives gate and normalization their share.
  func finishSums(_ index: Int) {
    let state = node.state
    let execution = state.execution
    let channels = node.channels
    let (own, along) = (state.terms[index], terms[index])
    guard own.isActive else { return }
    along.first.addChunks(execution.chunks, of: channels)
    along.second.addChunks(execution.chunks, of: channels)
    if let gate = own.gate { pass.addGateProduct(gate, gateProduct(index)) }
    guard own.isFused else { return }
    along.source.norm?.finishReduce(
      NormTangent.Totals(
        gate: node.gateValue(own, execution),
        gateTangent: gateTangent(index),
        first: own.first,
        second: own.second,
        firstTangent: along.first,
        secondTangent: along.second,
        count: execution.samples * node.height * node.width
      ),
      wantsWeights: pass.wantsWeights
    )
  }

  /// The derivative of a gate's gradient from this node.
  private func gateProduct(_ index: Int) -> Double {
    let (own, along) = (node.state.terms[index], terms[index])
    let size = pass.execution.elementSize
    var sum = 0.0
    for channel in 0..<node.channels {
      guard let norm = along.source.norm else {
        sum += along.second[channel]
        continue
      }
      let gamma = norm.norm.gamma?.get(channel, size: size) ?? 1
      let gammaSlope = norm.gamma?.get(channel, size: size) ?? 0
      let (r, slope) = (norm.norm.inverseDeviation[channel], norm.inverseDeviation[channel])
      sum += (gammaSlope * r + gamma * slope) * own.second[channel]
      sum += gamma * r * along.second[channel]
      sum += (norm.beta?.get(channel, size: size) ?? 0) * own.first[channel]
      sum += (norm.norm.beta?.get(channel, size: size) ?? 0) * along.first[channel]
    }
    return sum
  }
}
