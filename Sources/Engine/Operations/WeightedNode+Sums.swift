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

  /// Adds a sample's share to the sums of all terms gathered for the round, when the first of them asks.
  func addGathered(from index: Int, _ sample: Int, _ worker: Worker) {
    let gathered = state.gathered
    if gathered.first == index { addSums(gathered, sample, worker) }
  }

  /// Finishes the sums of a gathered term, after which others can be gathered.
  func finishGathered(_ index: Int) {
    forgetGathered()
    finishSums(index)
  }

  /// Adds a sample's share to the sums of some terms.
  func addSums(
    _ indices: UnsafeMutableBufferPointer<Int>,
    _ sample: Int,
    _ worker: Worker
  ) {
    let state = state
    let chunk = worker.chunk * channels
    // Sums that are scaled before they are added; each term has its place.
    let scaled = worker.area(.coefficients).assumingMemoryBound(to: Double.self)
    for place in indices.indices {
      let term = state.terms[indices[place]]
      let own = scaled + 2 * place * channels
      if term.factors != nil { own.update(repeating: 0, count: 2 * channels) }
      worker.pairs[place] = dk_pair(
        term.source.view,
        sample,
        mean: term.source.mean,
        first: term.factors == nil ? term.first + chunk : own,
        second: term.factors == nil ? term.second + chunk : own + channels
      )
    }
    worker.add(
      worker.pairs,
      count: indices.count,
      with: state.gradient,
      sample,
      height: height,
      width: width,
      channels: channels
    )
    guard state.hasFactors else { return }
    for place in indices.indices {
      let term = state.terms[indices[place]]
      guard let factor = term.factors?[sample] else { continue }
      let own = scaled + 2 * place * channels
      for channel in 0..<channels {
        term.first[chunk + channel] += factor * own[channel]
        term.second[chunk + channel] += factor * own[channels + channel]
      }
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
