import Engine
import Networks

/// What regularizers do to the passes that train the weights.
extension SearchRun {
  /// The gates with the auxiliary skips' share.
  func withAuxiliary(_ gates: [Double]) -> [Double] {
    guard let auxiliary = method.regularizers.active(AuxiliarySkip.self) else { return gates }
    let beta = auxiliary.beta(moment(epoch))
    var result = gates
    for index in skipGates { result[index] += beta }
    return result
  }

  /// The active gates with those that auxiliary skips need.
  func withAuxiliaryActive(_ active: [Bool]) -> [Bool] {
    guard method.regularizers.active(AuxiliarySkip.self) != nil else { return active }
    var result = active
    for index in skipGates { result[index] = true }
    return result
  }

  /// The places of skip connections in alpha.
  var skipGates: [Int] {
    layout.operationOfIndex.indices.filter { layout.operationOfIndex[$0] == "skip_connect" }
  }

  /// Changes the gates and factors of a pass that trains the weights; its batch is loaded.
  func disturb(epoch: Int, number: Int) {
    let regularizers = method.regularizers
    let step = UInt64(epoch * stepsPerEpoch + number)
    if let noise = regularizers.active(RandomPerturbation.self) {
      perturb(radius: noise.radius(moment(epoch)), step: step)
    }
    if let attack = regularizers.active(AdversarialPerturbation.self) {
      self.attack(attack, radius: attack.radius(moment(epoch)), step: step)
    }
    if let dropout = regularizers.active(OperationDropout.self) {
      drop(dropout, moment(epoch), step: step)
    }
    if !factorPlaces.isEmpty { dropPaths(epoch: epoch, step: step) }
  }

  /// Undoes what would disturb a pass that does not train.
  func calm() {
    guard !factorPlaces.isEmpty else { return }
    let ones = [Double](repeating: 1, count: batch)
    for factor in factorPlaces.indices { execution.setFactors(factor, ones) }
  }

  private func uniform(_ name: String, _ radius: Double, step: UInt64) -> [Double] {
    let stream = drawStream.child(name)
    return layout.operationOfIndex.indices.map {
      stream.uniform(in: -radius..<radius, step: step, index: UInt64($0))
    }
  }

  private func projected(_ gates: [Double], from before: [Double]) -> [Double] {
    PerturbedGates.projected(
      gates,
      from: before,
      alive: state.alive,
      rows: layout.rows.map { $0.range }
    )
  }

  private func perturb(radius: Double, step: UInt64) {
    guard radius > 0 else { return }
    let before = execution.gateValues
    let noise = uniform("perturbation", radius, step: step)
    execution.gateValues = projected(zip(before, noise).map { $0 + $1 }, from: before)
  }

  /// Projected ascent of the training loss in the gates.
  private func attack(_ attack: AdversarialPerturbation, radius: Double, step: UInt64) {
    guard radius > 0 else { return }
    let centre = execution.gateValues
    execution.forward(count: batch, useBatchStatistics: false)
    let clean = execution.loss
    var gates = zip(centre, uniform("attack", radius, step: step)).map { $0 + $1 }
    for _ in 0..<attack.steps {
      execution.gateValues = gates
      execution.forward(count: batch, useBatchStatistics: false)
      execution.backward(weights: false, gates: true)
      gates = AdversarialPerturbation.ascended(
        gates,
        gradient: execution.gateGradients,
        centre: centre,
        radius: radius,
        steps: attack.steps
      )
    }
    execution.gateValues = gates
    execution.forward(count: batch, useBatchStatistics: false)
    execution.gateValues = execution.loss > clean ? projected(gates, from: centre) : centre
  }

  /// Switches operations off.
  private func drop(_ dropout: OperationDropout, _ moment: Moment, step: UInt64) {
    let stream = drawStream.child("operations")
    for node in layout.nodes {
      let live = node.rows.flatMap { row in
        layout.rows[row].range.filter { execution.activeGates[$0] }
      }
      let probability = dropout.probability(moment, fanIn: live.count)
      for index in live where stream.uniform(step: step, index: UInt64(index)) < probability {
        execution.activeGates[index] = false
        execution.gateValues[index] = 0
      }
    }
  }

  /// Sets the factors of paths and skips that single samples drop.
  private func dropPaths(epoch: Int, step: UInt64) {
    let (stage, moment) = stage(of: epoch)
    let rest = Int((method.timing.rest * Double(moment.epochs)).rounded())
    let edge =
      method.regularizers.active(DropPath.self).map { $0.probability(moment) } ?? 0
    let skip =
      method.regularizers.active(SkipDropout.self).map {
        $0.probability(stage: stage, moment: moment, rest: rest)
      } ?? 0
    let rows = layout.rowOfIndex
    let paths = drawStream.child("drop-path")
    let skips = drawStream.child("drop-skip")
    let names = layout.operationOfIndex
    for (factor, place) in factorPlaces.enumerated() {
      // All operations of an edge of a cell are dropped together.
      let path = UInt64((place.node * layout.rows.count + rows[place.gate]) * batch)
      let own = UInt64(factor * batch)
      let isSkip = names[place.gate] == "skip_connect"
      execution.setFactors(
        factor,
        (0..<batch).map { sample in
          var value = 1.0
          if edge > 0 {
            let isDropped = paths.uniform(step: step, index: path + UInt64(sample)) < edge
            value *= isDropped ? 0 : 1 / (1 - edge)
          }
          if isSkip && skip > 0 {
            let isDropped = skips.uniform(step: step, index: own + UInt64(sample)) < skip
            value *= isDropped ? 0 : 1 / (1 - skip)
          }
          return value
        }
      )
    }
  }
}
