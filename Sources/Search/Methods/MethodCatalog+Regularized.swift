import Training

extension MethodCatalog {
  /// Methods that add a rule to stop, a penalty or a disturbance.
  static let regularized: [NamedMethod] = [
    NamedMethod(
      "darts+",
      "stops at two skips or when rankings rest",
      paper: "Liang et al., 2019, criteria 1 and 1*",
      cures: "collapse into skip connections, by stopping before it",
      Method(stopping: SkipsOrRanking())
    ),
    NamedMethod(
      "robustdarts-es",
      "stops when the dominant eigenvalue rises",
      paper: "Zela et al., ICLR 2020, section 4.3",
      cures: "sharp minima in alpha, by stopping before them",
      Method(stopping: EigenvalueRise())
    ),
    NamedMethod(
      "robustdarts-ada",
      "raises weight decay when the dominant eigenvalue rises",
      paper: "Zela et al., ICLR 2020, section 5.2",
      cures: "sharp minima in alpha",
      Method(stopping: AdaptiveRegularization())
    ),
    NamedMethod(
      "robustdarts-l2",
      "more weight decay (0.0081 of the grid 3e-4 to 0.0243)",
      paper: "Zela et al., ICLR 2020, section 5.1",
      cures: "sharp minima in alpha",
      Method()
    ) { $0.weights.decay = 0.0081 },
    NamedMethod(
      "robustdarts-dp",
      "drop path and cutout in the search (0.4 of the grid 0 to 0.6)",
      paper: "Zela et al., ICLR 2020, section 5.1",
      cures: "sharp minima in alpha",
      Method(regularizers: RegularizerSet(DropPath(weight: 0.4)))
    ),
    NamedMethod(
      "fairdarts",
      "independent sigmoids, 0-1 loss, threshold",
      paper: "Chu et al., ECCV 2020",
      cures: "the unfair advantage of skips under exclusive competition, the discretization gap",
      Method(
        relaxation: Sigmoid(),
        regularizers: RegularizerSet(ZeroOneLoss.published),
        derivation: Thresholded()
      )
    ) { spec in
      spec.weights.rate = 0.005
      spec.alpha.rate = 3e-3
      spec.alpha.beta1 = 0.9
    },
    NamedMethod(
      "sdarts-rs",
      "uniform noise on operation weights",
      paper: "Chen, Hsieh, ICML 2020, equation 6",
      cures: "sharp minima in alpha, loss of accuracy at discretization",
      Method(regularizers: RegularizerSet(RandomPerturbation.published))
    ),
    NamedMethod(
      "sdarts-adv",
      "worst-case noise on operation weights",
      paper: "Chen, Hsieh, ICML 2020, equation 7",
      cures: "sharp minima in alpha, loss of accuracy at discretization",
      Method(regularizers: RegularizerSet(AdversarialPerturbation.published))
    ),
    NamedMethod(
      "darts-",
      "an auxiliary skip beside every edge, fading out",
      paper: "Chu et al., ICLR 2021",
      cures: "skips winning because they ease training",
      Method(regularizers: RegularizerSet(AuxiliarySkip.published))
    ),
    NamedMethod(
      "op-dropout-darts",
      "operations switched off at random",
      paper: "Bender et al., ICML 2018, section 3.2",
      cures: "co-adaptation of operations",
      Method(regularizers: RegularizerSet(OperationDropout.published))
    ),
    NamedMethod(
      "grouped-darts",
      "operations with and without weights compete separately",
      paper: "Zhou et al., NeurIPS 2020, section 4; Li et al. (StacNAS), 2019",
      cures: "operations without weights winning by converging faster",
      Method(relaxation: GroupedSoftmax())
    ),
    NamedMethod(
      "da2s",
      "entropy of operations and edges driven down",
      paper: "Tian et al., 2020, section 3.3",
      cures: "loss of accuracy at discretization",
      Method(
        edges: CappedEdges(),
        timing: AlphaTiming(rest: 0.14),
        regularizers: RegularizerSet(EntropyPenalty.published, EdgeBudget.published)
      )
    ),
  ]
}
