import Datasets
import Engine
import Networks
import Testing
import Training

@testable import Search

/// Each method does what its paper says, on the tiny task.
@Suite struct MethodBehaviourTests {
  @Test("a pruned operation is not computed again and never returns")
  func pruned() throws {
    var spec = SmallestSearch.spec("cp-nas", epochs: 4)
    spec.choices.schedule = LowestPruning()
    let search = try SmallestSearch.run(spec)
    var alive = search.state.alive
    for epoch in 0..<4 {
      for number in 0..<search.stepsPerEpoch {
        try search.step(epoch: epoch, number: number)
        #expect(search.execution.activeGates == search.state.alive)
      }
      _ = search.ended(epoch: epoch)
      #expect(zip(alive, search.state.alive).allSatisfy { $0 || !$1 })
      alive = search.state.alive
    }
    #expect(alive.filter { $0 }.count == search.layout.rows.count)
  }

  @Test("P-DARTS: deeper networks of fewer operations, starting anew")
  func progressive() throws {
    let spec = SmallestSearch.spec("pdarts", space: "darts", epochs: 3)
    let search = try SmallestSearch.run(spec)
    var weights: [Int] = []
    var left: [Int] = []
    for epoch in 0..<3 {
      for number in 0..<search.stepsPerEpoch { try search.step(epoch: epoch, number: number) }
      #expect(search.state.stage == epoch)
      weights.append(search.execution.weightCount)
      _ = search.ended(epoch: epoch)
      left.append(search.state.alive.filter { $0 }.count)
    }
    #expect(weights[0] < weights[1] && weights[1] < weights[2])
    #expect(left == [28 * 5, 28 * 3, 28 * 3])
    #expect(
      SearchRun.shape(SearchSpec.paper("pdarts"), search.space, search.data, stage: 2).cells == 17
    )
  }

  @Test("while alpha rests it stays where it was, and moves afterwards")
  func warmup() throws {
    var spec = SmallestSearch.spec("darts-warmup")
    spec.choices.timing.rest = 0.5
    let search = try SmallestSearch.run(spec)
    for number in 0..<search.stepsPerEpoch { try search.step(epoch: 0, number: number) }
    #expect(search.alpha.allSatisfy { $0 == 0 })
    try search.step(epoch: 1, number: 0)
    #expect(search.alpha.contains { $0 != 0 })
  }

  @Test("from zero, Adam's first step moves every used alpha by the learning rate")
  func firstStep() throws {
    var spec = SmallestSearch.spec()
    spec.alpha.epsilon = 1e-30
    let search = try SmallestSearch.run(spec)
    try search.step(epoch: 0, number: 0)
    for (alpha, gradient) in zip(search.alpha, search.alphaGradient) where gradient != 0 {
      #expect(abs(alpha + spec.alpha.rate * (gradient > 0 ? 1 : -1)) < 1e-15)
    }
  }

  @Test("sampled methods compute one operation an edge")
  func sampled() throws {
    for id in ["gdas", "single-path-uniform", "random-ws", "random"] {
      let search = try SmallestSearch.run(SmallestSearch.spec(id))
      try search.step(epoch: 0, number: 0)
      let active = search.layout.rows.map { row in
        row.range.filter { search.execution.activeGates[$0] }.count
      }
      #expect(active.allSatisfy { $0 <= 1 })
      let all = active.reduce(0, +)
      #expect(all == (id.hasPrefix("random") ? 16 : 28), "\(id)")
    }
  }

  @Test("GOLD-NAS: the pressure grows until operations go, and the network keeps a path")
  func gold() throws {
    var spec = SmallestSearch.spec("gold-nas", epochs: 3)
    spec.choices.schedule = GradualPruning(smallest: 0.02, largest: 0.2, batch: 10)
    let (search, epochs, notes) = try SmallestSearch.finished(spec)
    #expect(notes.contains { $0.kind == "pruned" })
    #expect(epochs.compactMap { $0.operationsLeft }.max() == search.layout.count)
    #expect(search.state.alive.filter { $0 }.count < search.layout.count)
  }

  @Test("an auxiliary skip raises the skip's gate by beta and leaves derivation alone")
  func auxiliary() throws {
    let search = try SmallestSearch.run(SmallestSearch.spec("darts-"))
    try search.step(epoch: 0, number: 0)
    search.mix()
    let plain = search.operationWeights(search.alpha)
    for index in plain.indices {
      let isSkip = search.layout.operationOfIndex[index] == "skip_connect"
      #expect(abs(search.execution.gateValues[index] - plain[index] - (isSkip ? 1 : 0)) < 1e-15)
    }
  }

  @Test("two skips end DARTS+, and the result is the epoch before")
  func early() throws {
    var spec = SmallestSearch.spec("darts+", epochs: 3)
    // Every network has at least no skip: the first epoch stops.
    spec.choices.stopping = SkipsOrRanking(skips: 1, patience: 1)
    let (search, epochs, notes) = try SmallestSearch.finished(spec)
    let stop = try #require(search.state.stop)
    #expect(epochs.count < 3 && notes.last?.kind == "stopped")
    #expect(search.result() == stop.choices)
  }

  @Test("no direction's curvature by differences of the gradient exceeds the eigenvalue")
  func eigenvalue() throws {
    var spec = SmallestSearch.spec("robustdarts-es")
    spec.alphaDeviation = 0.5
    let search = try SmallestSearch.run(spec)
    let found = search.dominantEigenvalue(epoch: 0)
    #expect(found.isFinite && found > 0)
    // The Rayleigh quotient of any direction is no larger.
    search.loadBatch(.architecture, epoch: 0, number: search.stepsPerEpoch - 1)
    func gradient(_ shift: [Double]) -> [Double] {
      let alpha = zip(search.alpha, shift).map { $0 + $1 }
      search.execution.gateValues = search.operationWeights(alpha)
      search.execution.forward(count: search.batch)
      search.execution.backward(weights: false, gates: true)
      return search.pullback(alpha, search.execution.gateGradients)
    }
    let stream = RandomStream(seed: 1, name: "direction")
    var direction = search.alpha.indices.map { stream.normal(index: UInt64($0)) }
    var quotient = 0.0
    for _ in 0..<120 {
      let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      direction = direction.map { $0 / length }
      let above = gradient(direction.map { 0.001 * $0 })
      let below = gradient(direction.map { -0.001 * $0 })
      let product = direction.indices.map {
        (above[$0] - below[$0]) / 0.002 + (1.3 + spec.alpha.decay) * direction[$0]
      }
      quotient = zip(direction, product).reduce(0) { $0 + $1.0 * $1.1 } - 1.3
      direction = product
    }
    #expect(quotient <= found * 1.1 + 1e-3)
  }

  @Test("adaptive regularization goes back to the weights before the rise, with more decay")
  func adaptive() throws {
    var spec = SmallestSearch.spec("robustdarts-ada", epochs: 4)
    var rule = EigenvalueRatio.code
    (rule.window, rule.leastWindow, rule.offset, rule.delta) = (1, 1, 0, 1)
    (rule.factor, rule.earliestEpoch) = (1e-9, 0)
    spec.choices.stopping = AdaptiveRegularization(
      rise: EigenvalueRise(rule: rule, interval: 1)
    )
    let search = try SmallestSearch.run(spec)
    var hashes: [String] = []
    var notes: [MethodNote] = []
    for epoch in 0..<2 {
      for number in 0..<search.stepsPerEpoch { try search.step(epoch: epoch, number: number) }
      notes += search.ended(epoch: epoch).notes
      hashes.append(search.stateHash())
    }
    // The smallest rise counts here, so epoch 1 returns to the end of epoch 0 if it rose at all.
    if notes.contains(where: { $0.kind == "decay-raised" }) {
      #expect(hashes[1] == hashes[0])
      #expect(search.state.decayFactor == 10)
    } else {
      Issue.record("the eigenvalue was not positive at both epochs")
    }
  }

  @Test("the random baseline keeps its best candidate")
  func candidates() throws {
    var spec = SmallestSearch.spec("random", epochs: 3)
    spec.choices.update = Candidates(epochs: 1)
    let (search, _, _) = try SmallestSearch.finished(spec)
    #expect(search.state.candidates.count == 3)
    #expect(search.result() == search.state.candidates.best)
    #expect(search.state.candidates.accuracy >= 0)
  }

  @Test("supernet costs: a separable convolution costs twice depthwise and pointwise, none nothing")
  func costs() throws {
    let search = try SmallestSearch.run(SmallestSearch.spec(space: "darts"))
    let sep = search.layout.rows[0].offset + 4
    // One normal cell at 2 channels: twice (9 * 2 + 2 * 2) weights.
    #expect(search.costs[sep].parameters == 44)
    #expect(search.costs[search.layout.rows[0].offset].parameters == 0)
    #expect(search.costs[search.layout.rows[0].offset + 3].multiplyAdds == 0)
    let pixels = Double(search.data.train.height * search.data.train.width)
    #expect(search.costs[sep].multiplyAdds == 44 * pixels)
  }
}

extension SearchSpec {
  /// A method at the paper's size.
  fileprivate static func paper(_ id: String) -> SearchSpec {
    var spec = SearchSpec()
    MethodCatalog.method(id)?.apply(to: &spec)
    spec.cells = 5
    return spec
  }
}
