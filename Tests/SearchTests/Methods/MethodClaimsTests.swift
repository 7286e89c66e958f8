import Datasets
import Networks
import Testing
import Training

@testable import Engine
@testable import Search

/// What papers say of their methods, on the smallest search or by hand, where no other suite holds it.
@Suite struct MethodClaimsTests {
  private func spec(_ id: String) throws -> SearchSpec {
    var spec = SearchSpec()
    try #require(MethodCatalog.method(id)).apply(to: &spec)
    return spec
  }

  /// Runs a method's steps and calls `body` after each.
  private func steps(
    _ spec: SearchSpec,
    _ body: (SearchRun, _ epoch: Int, _ number: Int) throws -> Void
  ) throws {
    let search = try SmallestSearch.run(spec)
    for epoch in 0..<spec.epochs {
      for number in 0..<search.stepsPerEpoch {
        try search.step(epoch: epoch, number: number)
        try body(search, epoch, number)
      }
      _ = search.ended(epoch: epoch)
    }
  }

  @Test("R-DARTS (L2) decays the weights by 27 times the default and changes nothing else")
  func l2() throws {
    var plain = SearchSpec()
    let own = try spec("robustdarts-l2")
    #expect(abs(own.weights.decay / plain.weights.decay - 27) < 1e-9)
    plain.weights.decay = own.weights.decay
    plain.method = own.method
    #expect(own == plain)
    func length(_ decay: Double) throws -> Double {
      var spec = SmallestSearch.spec()
      spec.weights.decay = decay
      let search = try SmallestSearch.run(spec)
      for number in 0..<search.stepsPerEpoch { try search.step(epoch: 0, number: number) }
      return search.execution.parameters.reduce(0) { sum, parameter in
        sum + search.execution.values(of: parameter).reduce(0) { $0 + $1 * $1 }
      }
    }
    #expect(try length(0.5) < length(0))
  }

  @Test("R-DARTS (DP) drops whole edges of samples in the last epoch, none in the first")
  func dropPath() throws {
    var spec = SmallestSearch.spec("robustdarts-dp")
    spec.choices.regularizers.set(DropPath(weight: 0.9))
    let search = try SmallestSearch.run(spec)
    func masks(_ epoch: Int) -> Set<Double> {
      search.loadBatch(.weights, epoch: epoch, number: 0)
      search.draw(epoch: epoch, number: 0, share: .weights, isForAlpha: false)
      search.disturb(epoch: epoch, number: 0)
      return Set(
        search.execution.factors.flatMap { factor in
          (0..<search.batch).map { factor.values[$0] }
        }
      )
    }
    #expect(masks(0) == [1])
    // Kept paths are scaled by 1 / (1 - 0.9), so that the mean stays.
    let last = masks(1).sorted()
    #expect(last.count == 2 && last[0] == 0 && abs(last[1] - 10) < 1e-12)
    search.calm()
    #expect(search.execution.factors.allSatisfy { $0.values[0] == 1 })
  }

  @Test("one-level augmented is one-level on a harder task: augmentation, cutout, smoothed labels")
  func augmented() throws {
    let (plain, hard) = (try spec("one-level"), try spec("one-level-augmented"))
    #expect(plain.choices == hard.choices)
    #expect(hard.data.augments && hard.data.cutout > 0 && hard.labelSmoothing > 0)
    // The same weights see a larger training loss.
    func loss(_ id: String) throws -> Double {
      var first = 0.0
      try steps(SmallestSearch.spec(id, epochs: 1)) { search, _, number in
        if number == 0 { first = search.alphaLoss }
      }
      return first
    }
    #expect(try loss("one-level-augmented") != loss("one-level"))
  }

  @Test("SNAS: weights from noise sum to one and come closer to one-hot as the temperature falls")
  func snas() throws {
    let relaxation = try #require(spec("snas").choices.relaxation as? GumbelSoftmax)
    let stream = RandomStream(seed: 2, name: "snas")
    func largest(_ epoch: Int) -> Double {
      let row = RelaxationRow(
        [0.1, 0, -0.1, 0.2],
        isParametric: [false, true, true, true],
        moment: Moment(epoch: epoch, epochs: 150)
      )
      return (0..<200).reduce(0.0) { sum, step in
        let point = DrawPoint(stream: stream, step: UInt64(step), isForAlpha: true)
        let weights = relaxation.draw(row, at: point).weights
        #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
        return sum + (weights.max() ?? 0) / 200
      }
    }
    #expect(largest(0) < largest(75) && largest(75) < largest(149) && largest(149) > 0.98)
    #expect(try spec("snas").choices.update is OneLevel)
  }

  @Test("ProxylessNAS moves alpha every fifth step of the weights, after its warm-up")
  func proxyless() throws {
    let own = try spec("proxylessnas")
    #expect(own.choices.timing == AlphaTiming(rest: 0.25, every: 5))
    var small = SmallestSearch.spec("proxylessnas", epochs: 3)
    small.choices.timing = AlphaTiming(rest: 0, every: 2)
    var before: [Double]?
    var moved: [Bool] = []
    try steps(small) { search, _, _ in
      moved.append(search.alpha != before ?? search.alpha.map { _ in 0 })
      before = search.alpha
    }
    #expect(moved == moved.indices.map { $0 % 2 == 0 })
  }

  @Test("FairDARTS: the 0-1 loss drives gates apart from one half, which without it stay near")
  func fairdarts() throws {
    func spread(_ weight: Double) throws -> Double {
      var spec = SmallestSearch.spec("fairdarts", epochs: 4)
      spec.alpha.rate = 0.1
      spec.alphaDeviation = 0.1
      spec.choices.regularizers.set(ZeroOneLoss(weight: weight))
      let search = try SmallestSearch.finished(spec).search
      let gates = search.operationWeights(search.alpha)
      return gates.reduce(0) { $0 + abs($1 - 0.5) } / Double(gates.count)
    }
    #expect(try spread(1000) > 1.2 * spread(0))
  }

  @Test("SDARTS perturbs the pass of the weights within its radius and leaves alpha's pass clean")
  func sdarts() throws {
    for id in ["sdarts-rs", "sdarts-adv"] {
      let search = try SmallestSearch.run(SmallestSearch.spec(id))
      _ = search.alphaPass(.architecture, epoch: 0, number: 0)
      let clean = search.execution.gateValues
      #expect(clean == search.operationWeights(search.alpha))
      search.loadBatch(.weights, epoch: 0, number: 0)
      search.draw(epoch: 0, number: 0, share: .weights, isForAlpha: false)
      search.disturb(epoch: 0, number: 0)
      let noisy = search.execution.gateValues
      #expect(noisy != clean || id == "sdarts-adv")
      for row in search.layout.rows {
        #expect(abs(row.range.reduce(0) { $0 + noisy[$1] } - 1) < 1e-12)
      }
      // Renormalizing at most divides by 1 - 3 * 0.03.
      for (one, other) in zip(noisy, clean) { #expect(abs(one - other) < 0.03 * 2.3) }
    }
  }

  @Test("the adversarial perturbation raises the training loss it was made for")
  func worstCase() throws {
    var spec = SmallestSearch.spec("sdarts-adv")
    spec.choices.regularizers.set(AdversarialPerturbation.published)
    let search = try SmallestSearch.run(spec)
    search.loadBatch(.weights, epoch: 1, number: 0)
    search.draw(epoch: 1, number: 0, share: .weights, isForAlpha: false)
    search.execution.forward(count: search.batch, useBatchStatistics: false)
    let clean = search.execution.loss
    search.disturb(epoch: 1, number: 0)
    search.execution.forward(count: search.batch, useBatchStatistics: false)
    #expect(search.execution.loss >= clean * 0.999)
  }

  @Test("operations are switched off late, not early, and what is off is not computed")
  func operationDropout() throws {
    var spec = SmallestSearch.spec("op-dropout-darts")
    spec.choices.regularizers.set(OperationDropout(weight: 0.9))
    let search = try SmallestSearch.run(spec)
    func off(_ epoch: Int) -> Int {
      search.loadBatch(.weights, epoch: epoch, number: 0)
      search.draw(epoch: epoch, number: 0, share: .weights, isForAlpha: false)
      search.disturb(epoch: epoch, number: 0)
      for index in search.alpha.indices where !search.execution.activeGates[index] {
        #expect(search.execution.gateValues[index] == 0)
      }
      return search.execution.activeGates.filter { !$0 }.count
    }
    #expect(off(0) == 0)
    #expect(off(1) > search.layout.count / 2)
  }

  @Test("DA2S by hand: two equal operations cost ln 2 and three equal edges ln 3 plus 0.2")
  func da2s() {
    let mixture = Mixture(layout: unevenLayout(), relaxation: Softmax(), edges: CappedEdges())
    let context = PenaltyContext(
      mixture: mixture,
      parameters: ArchitectureParameters(
        alpha: [Double](repeating: 0, count: 7),
        beta: [0.5, 0.5, 0.5]
      ),
      alive: [Bool](repeating: true, count: 7),
      moment: Moment(epoch: 49, epochs: 50)
    )
    let entropy = EntropyPenalty(weight: 0.1).value(context)
    #expect(abs(entropy - 0.1 * (Portable.log(3) + 2 * Portable.log(2))) < 1e-14)
    // Node 2 has two edges of 0.5: ln 2 and (1 - 2)^2; node 3 has one: 0 and (0.5 - 2)^2.
    let budget = EdgeBudget(weight: 0.4, budget: 0.2).value(context)
    #expect(abs(budget - 0.4 * (Portable.log(2) + 0.2 * 1 + 0.2 * 2.25)) < 1e-14)
  }

  @Test("DA2S: the entropy of the edges falls under the penalty alone")
  func entropyFalls() {
    let mixture = Mixture(layout: unevenLayout(), relaxation: Softmax(), edges: CappedEdges())
    var parameters = mixture.initial()
    parameters.alpha = [0.1, 0, -0.05, 0.02, 0, 0.3, 0]
    func context() -> PenaltyContext {
      PenaltyContext(
        mixture: mixture,
        parameters: parameters,
        alive: [Bool](repeating: true, count: 7),
        moment: Moment(epoch: 49, epochs: 50)
      )
    }
    let before = EntropyPenalty.published.value(context())
    for _ in 0..<200 {
      let slope = EntropyPenalty.published.gradient(context()).alpha
      parameters.alpha = zip(parameters.alpha, slope).map { $0 - $1 }
    }
    #expect(EntropyPenalty.published.value(context()) < 0.5 * before)
  }

  @Test("an expected cost by hand: weights 1/4 and 3/4 on costs 1 and 5 give 4 of 3")
  func expectedCost() {
    let layout = AlphaLayout(
      [
        AlphaLayout.Draft(
          group: "normal",
          edge: 0,
          source: 0,
          target: 2,
          operations: ["skip_connect", "sep_conv_3x3"]
        )
      ],
      rule: KeepRule()
    )
    let context = PenaltyContext(
      mixture: Mixture(layout: layout, relaxation: Softmax()),
      parameters: ArchitectureParameters(alpha: [0, Portable.log(3)]),
      alive: [true, true],
      moment: Moment(epoch: 0, epochs: 1),
      costs: [
        OperationCosts(parameters: 0, multiplyAdds: 1),
        OperationCosts(parameters: 0, multiplyAdds: 5),
      ]
    )
    let penalty = CostPenalty(weight: 0.2, power: 1)
    #expect(abs(penalty.value(context) - 0.2 * 4 / 3) < 1e-14)
    // 0.2 / 3 * p (c - E[c]) = 0.2 / 3 * 3/4 * (5 - 4) for the convolution.
    let gradient = penalty.gradient(context).alpha
    #expect(abs(gradient[1] - 0.05) < 1e-14 && abs(gradient[0] + 0.05) < 1e-14)
  }

  @Test("RobustDARTS (ES) ends a search on the rise of the eigenvalue")
  func earlyStop() throws {
    var spec = SmallestSearch.spec("robustdarts-es", epochs: 4)
    var rule = EigenvalueRatio.code
    (rule.window, rule.leastWindow, rule.offset, rule.delta) = (1, 1, 0, 1)
    (rule.factor, rule.earliestEpoch) = (1 + 1e-9, 0)
    spec.choices.stopping = EigenvalueRise(rule: rule, interval: 1)
    let (search, epochs, notes) = try SmallestSearch.finished(spec)
    let stop = try #require(search.state.stop)
    #expect(epochs.count < 4 && stop.resultEpoch < stop.epoch)
    #expect(notes.last?.kind == "stopped")
    #expect(search.result() == stop.choices)
  }

  @Test("grouped DARTS: an alpha's group wins before its member does")
  func grouped() {
    let row = RelaxationRow(
      [0.9, -2, -2, 0.2],
      isParametric: [false, false, false, true],
      moment: Moment(epoch: 0, epochs: 1)
    )
    let grouped = GroupedSoftmax().weights(row)
    let plain = Softmax().weights(row)
    // The strongest single operation has no weights, but its group is weak.
    #expect(plain[0] > plain[3] && grouped[3] > grouped[0])
    // mean -3.1 / 3 against 0.2: the group with weights holds 1 / (1 + exp(-3.7 / 3)).
    #expect(abs(grouped[3] - 1 / (1 + Portable.exp(-3.7 / 3))) < 1e-14)
  }
}
