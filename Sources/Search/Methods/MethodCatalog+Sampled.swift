import Training

extension MethodCatalog {
  /// Methods that compute a part of the mixture: sampled operations, or a part of the channels.
  static let sampled: [NamedMethod] = [
    NamedMethod(
      "pc-darts",
      "a quarter of the channels is mixed, edges are weighed, alpha frozen for 15 of 50 epochs",
      paper: "Xu et al., ICLR 2020",
      cures:
        "memory and time of the mixture, the bias of many channels to operations without weights",
      Method(
        relaxation: PartialChannels(),
        edges: EdgeSoftmax(),
        timing: AlphaTiming(rest: 0.3)
      )
    ) { spec in
      spec.weights.rate = 0.1
      spec.weights.finalRate = 0
      spec.alpha.rate = 6e-4
    },
    NamedMethod(
      "gdas",
      "one operation per edge by Gumbel noise, straight through",
      paper: "Dong, Yang, CVPR 2019",
      cures: "memory and time of the mixture, the discretization gap",
      Method(relaxation: GumbelHard())
    ),
    NamedMethod(
      "snas",
      "annealed concrete distribution, one level",
      paper: "Xie et al., ICLR 2019",
      cures: "the discretization gap, bias of the bilevel gradient",
      Method(relaxation: GumbelSoftmax(), update: OneLevel())
    ),
    NamedMethod(
      "fbnet",
      "Gumbel-softmax with a cost penalty, alpha frozen for 10 of 90 epochs",
      paper: "Wu et al., CVPR 2019, equations 2 to 6",
      cures: "architectures that are slow on the target",
      Method(
        relaxation: GumbelSoftmax(
          temperature: Temperature(start: 5, end: 0.091, decay: .exponential)
        ),
        timing: AlphaTiming(rest: 0.11),
        regularizers: RegularizerSet(CostPenalty(weight: 0.2, power: 0.6))
      )
    ) { spec in
      spec.weights.rate = 0.1
      spec.weights.decay = 1e-4
      spec.alpha.rate = 0.01
      spec.alpha.decay = 5e-4
      spec.weightShare = 0.8
    },
    NamedMethod(
      "proxylessnas",
      "binary gates, two paths for alpha, a cost penalty, a third of warm-up",
      paper: "Cai, Zhu, Han, ICLR 2019",
      cures: "memory of the mixture, architectures that are slow on the target",
      Method(
        relaxation: TwoPaths(),
        timing: AlphaTiming(rest: 0.25, every: 5),
        regularizers: RegularizerSet(CostPenalty(weight: 0.1, power: 1))
      )
    ) { spec in
      spec.weights.decay = 4e-5
      spec.labelSmoothing = 0.1
      spec.alpha.rate = 1e-3
      spec.alpha.beta1 = 0
      spec.alpha.decay = 0
    },
    NamedMethod(
      "single-path-uniform",
      "one uniform path per step, an architecture is sampled afterwards",
      paper: "Guo et al., ECCV 2020",
      cures: "coupling of alpha and weights",
      Method(
        relaxation: SinglePath(sampling: .uniform),
        update: WeightsOnly(),
        derivation: BestSampled()
      )
    ),
  ]
}
