import CKernels

/// The sums over the batch that a term's gate and normalization need.
///
/// Those of a term whose normalized value only the node reads are made when the operation that
/// produced it asks, directly before that operation's gradient: the tensor is then read from memory
/// once for both.
extension WeightedNode {
  /// Forgets a chunk's sums of a term.
  func clearSums(_ index: Int, chunk: Int) {
    let term = state.terms[index]
    (term.first + chunk * channels).update(repeating: 0, count: channels)
    (term.second + chunk * channels).update(repeating: 0, count: channels)
  }

  /// Adds a sample's share to the sums of a term.
  func addSums(_ index: Int, _ sample: Int, _ worker: Worker) {
    let state = state
    let term = state.terms[index]
    guard term.isActive else { return }
    let first = term.first + worker.chunk * channels
    let second = term.second + worker.chunk * channels
    let scaled = worker.area(.coefficients).assumingMemoryBound(to: Double.self)
    if term.factors != nil { scaled.update(repeating: 0, count: 2 * channels) }
    worker.kernels.pointee.pair_sums(
      state.gradient.at(sample),
      Int64(state.gradient.pixelStride),
      term.source.view.at(sample),
      Int64(term.source.view.pixelStride),
      term.source.mean,
      Int64(height),
      Int64(width),
      Int64(channels),
      term.factors == nil ? first : scaled,
      term.factors == nil ? second : scaled + channels
    )
    guard let factor = term.factors?[sample] else { return }
    for channel in 0..<channels {
      first[channel] += factor * scaled[channel]
      second[channel] += factor * scaled[channels + channel]
    }
  }

  /// Adds the chunks' sums of a term and gives gate and normalization their share.
  func finishSums(_ index: Int) {
    let state = state
    let execution = state.execution
    let term = state.terms[index]
    guard term.isActive else { return }
    term.first.addChunks(execution.chunks, of: channels)
    term.second.addChunks(execution.chunks, of: channels)
    let norm = term.source.norm
    if let gate = term.gate, execution.wantsGates {
      let size = execution.elementSize
      var sum = 0.0
      for channel in 0..<channels {
        guard let norm else {
          sum += term.second[channel]
          continue
        }
        let gamma = norm.gamma?.get(channel, size: size) ?? 1
        let beta = norm.beta?.get(channel, size: size) ?? 0
        sum += gamma * norm.inverseDeviation[channel] * term.second[channel]
        sum += beta * term.first[channel]
      }
      execution.gateGradientValues[gate] += sum
    }
    guard term.isFused else { return }
    norm?.finishReduce(
      gate: gateValue(term, execution),
      first: term.first,
      second: term.second,
      count: execution.samples * height * width,
      wantsWeights: execution.wantsWeights
    )
  }
}
