import Training

extension MethodCatalog {
  /// Methods that change the search space on the way.
  static let pruned: [NamedMethod] = [
    NamedMethod(
      "gold-nas",
      "one-level sigmoids under sparsity pressure, gradual pruning",
      paper: "Bi et al., 2020",
      cures: "the discretization gap of one final cut",
      Method(
        relaxation: Sigmoid(),
        update: OneLevel(),
        regularizers: RegularizerSet(SparsityPressure.published),
        schedule: GradualPruning(),
        derivation: Survived()
      )
    ) { spec in
      spec.weights.rate = 0.01
      spec.weights.finalRate = 0.01
      spec.alphaOptimizer = .sgd
      spec.alpha.rate = 1
      spec.alpha.beta1 = 0.9
      spec.alpha.decay = 0
      spec.data.augments = true
      spec.data.cutout = 8
    },
    NamedMethod(
      "cp-nas",
      "the lowest operation of each edge goes, round after round",
      paper: "Zhuo et al., IJCAI 2020",
      cures: "the discretization gap of one final cut",
      Method(schedule: LowestPruning(score: .both))
    ),
    NamedMethod(
      "asap",
      "annealed softmax, weights below a rising threshold go",
      paper: "Noy et al., AISTATS 2020",
      cures: "the discretization gap of one final cut, the cost of weak operations",
      Method(
        relaxation: Softmax(temperature: Temperature(start: 1, end: 0.1, decay: .exponential)),
        timing: AlphaTiming(rest: 0.2),
        schedule: ThresholdPruning()
      )
    ),
    // Deviation: the authors' code clips alpha's gradient at length 5 too. Adam's step hardly depends on
    // the gradient's length, so alpha is not clipped here; weights are.
    NamedMethod(
      "pdarts",
      "three stages of 5, 11 and 17 cells and 8, 5 and 3 operations",
      paper: "Chen et al., ICCV 2019",
      cures: "the gap between search depth and evaluation depth",
      Method(
        timing: AlphaTiming(rest: 0.4),
        regularizers: RegularizerSet(SkipDropout.published),
        schedule: ProgressiveDepth(),
        derivation: SkipLimited()
      )
    ) { spec in
      spec.weights.finalRate = 0
      spec.alpha.rate = 6e-4
    },
    NamedMethod(
      "darts-pt",
      "operations and edges chosen by what masking them costs",
      paper: "Wang et al., ICLR 2021, algorithm 1",
      cures: "alpha that does not measure an operation's strength",
      Method(schedule: PerturbationSelection(), derivation: Survived())
    ),
  ]
}
