import Networks
import Records
import Search
import Testing
import Training

@Suite struct MethodSpecTests {
  @Test("named methods exist, fit their own rules and survive a round trip")
  func named() throws {
    let wanted = [
      "darts-v1", "darts-v2", "darts-exact", "darts-neumann", "darts+", "robustdarts-es",
      "robustdarts-ada", "robustdarts-l2", "robustdarts-dp", "fairdarts", "gold-nas", "gdas",
      "snas", "fbnet", "proxylessnas", "cp-nas", "asap", "sdarts-rs", "sdarts-adv", "milenas",
      "pdarts", "pc-darts", "darts-warmup", "grouped-darts", "op-dropout-darts", "da2s", "darts-", "darts-pt",
      "one-level", "one-level-augmented", "single-path-uniform", "random-ws", "random",
    ]
    #expect(Set(wanted) == Set(MethodCatalog.all.map { $0.id }) && wanted.count == 33)
    for named in MethodCatalog.all {
      var spec = SearchSpec()
      named.apply(to: &spec)
      #expect(spec.validate().isEmpty, "\(named.id): \(spec.validate())")
      let tree = try CanonicalJSON.encode(spec)
      #expect(try CanonicalJSON.decode(SearchSpec.self, from: tree) == spec)
    }
  }

  @Test("specs of different methods differ in their hash")
  func hashes() throws {
    let hashes = try MethodCatalog.all.map { named in
      var spec = SearchSpec()
      named.apply(to: &spec)
      return try spec.hash()
    }
    #expect(Set(hashes).count == MethodCatalog.all.count)
  }

  @Test("a file composes a method from choices, kinds alone or with options")
  func composed() throws {
    let spec = try SpecReader.read(
      SearchSpec.self,
      yaml: """
        choices:
          relaxation: sigmoid
          update:
            kind: mixed-level
            lambda: 0.5
          regularizers:
            zeroOne: {weight: 3, form: absolute}
          derivation: {kind: thresholded, threshold: 0.7}
        """,
      file: "method.yaml"
    )
    #expect(spec.choices.relaxation.id == "sigmoid")
    #expect(spec.choices.update as? MixedLevel == MixedLevel(lambda: 0.5))
    #expect(
      spec.choices.regularizers.active(ZeroOneLoss.self)
        == ZeroOneLoss(weight: 3, form: .absolute)
    )
    #expect(spec.choices.derivation as? Thresholded == Thresholded(threshold: 0.7))
  }

  @Test("overrides reach any option, with or without the name of the part")
  func overrides() throws {
    let spec = try SpecReader.read(
      SearchSpec.self,
      yaml: "",
      file: "command line",
      overrides: [
        "regularizers.zeroOne.weight=10", "schedule=top-pruning", "schedule.keep=2",
        "choices.timing.rest=0.2", "weights.rate=0.1",
      ].map { SearchSpec.expanded(override: $0) }
    )
    #expect(spec.choices.regularizers.active(ZeroOneLoss.self)?.weight == 10)
    #expect(spec.choices.schedule as? TopPruning == TopPruning(keep: 2))
    #expect(spec.choices.timing.rest == 0.2 && spec.weights.rate == 0.1)
  }

  @Test("an unknown kind is refused with the ones there are")
  func unknown() {
    let error = #expect(throws: SpecError.self) {
      try SpecReader.read(
        SearchSpec.self,
        yaml: "choices: {relaxation: sofmax}",
        file: "method.yaml"
      )
    }
    #expect(error?.description.contains("softmax") == true)
  }

  @Test("impossible combinations are refused with the reason")
  func refused() {
    let cases: [(Method, String)] = [
      (Method(relaxation: GumbelHard(), update: BilevelSecondOrder()), "choices.update"),
      (
        Method(
          relaxation: GumbelSoftmax(),
          regularizers: RegularizerSet(RandomPerturbation.published)
        ), "choices.regularizers"
      ),
      (
        Method(
          regularizers: RegularizerSet(
            RandomPerturbation.published,
            AdversarialPerturbation.published
          )
        ), "choices.regularizers"
      ),
      (
        Method(
          relaxation: SinglePath(),
          regularizers: RegularizerSet(OperationDropout.published)
        ), "choices.regularizers.operationDropout"
      ),
      (Method(update: WeightsOnly(), stopping: EigenvalueRise()), "choices.stopping"),
      (
        Method(update: WeightsOnly(), regularizers: RegularizerSet(CostPenalty.published)),
        "choices.regularizers"
      ),
      (
        Method(regularizers: RegularizerSet(EdgeBudget.published)),
        "choices.regularizers.edgeBudget"
      ),
      (Method(derivation: BestCandidate()), "choices.derivation"),
      (
        Method(schedule: ProgressiveDepth(), stopping: AdaptiveRegularization()),
        "choices.stopping"
      ),
      (Method(schedule: ProgressiveDepth(added: [0, 1], removed: [])), "choices.schedule.removed"),
      (
        Method(regularizers: RegularizerSet(CostPenalty(weight: 1, measure: .latency))),
        "choices.regularizers.cost.table"
      ),
      (
        Method(regularizers: RegularizerSet(DropPath(weight: 1.5))),
        "choices.regularizers.dropPath.weight"
      ),
    ]
    for (method, place) in cases {
      var spec = SearchSpec()
      spec.choices = method
      #expect(spec.validate().map { $0.place } == [place])
    }
  }

  @Test("relative costs count passes and computed operations")
  func costs() throws {
    func cost(_ id: String) throws -> Double {
      try #require(MethodCatalog.method(id)).method.relativeCost(operations: 8)
    }
    #expect(try cost("darts-v1") == 1)
    #expect(try cost("gdas") == 0.125)
    #expect(try cost("single-path-uniform") == 0.0625)
    #expect(try cost("one-level") == 0.5)
    #expect(try cost("darts-v2") == 2.5)
    #expect(try cost("sdarts-adv") == 5)
  }
}
