public import Search

/// The probes, one line each.
public enum ProbeCatalog {
  /// A probe's name, what it measures, and how it is made from a spec.
  public struct Entry: Sendable {
    /// The name in listings.
    public let id: String
    /// What it measures.
    public let summary: String
    let make: @Sendable (ProbeOptions) -> (any SearchObserver)?
  }

  /// Every probe in the order documentation lists them.
  public static let all: [Entry] = [
    Entry(
      id: "discretization",
      summary: "accuracy of the supernet against its discretization with inherited weights",
      make: { $0.discretization ? DiscretizationProbe() : nil }
    ),
    Entry(
      id: "discretization-detail",
      summary: "the discretization loss by edge, along the path, recalibrated and fine-tuned",
      make: { $0.discretizationDetail ? DiscretizationDetailProbe() : nil }
    ),
    Entry(
      id: "curvature",
      summary: "spectrum of the alpha Hessian or its ends (Zela et al., 2020)",
      make: { $0.curvature ? CurvatureProbe() : nil }
    ),
    Entry(
      id: "weight-curvature",
      summary: "ends of the spectrum of the weights' Hessian of the training loss",
      make: { $0.weightCurvature ? WeightCurvatureProbe() : nil }
    ),
    Entry(
      id: "convergence",
      summary: "how fast each operation's own parameters settle, and its loss when used alone",
      make: { $0.convergence ? ConvergenceProbe() : nil }
    ),
    Entry(
      id: "hypergradient",
      summary: "error of estimates of the alpha gradient against implicit differentiation",
      make: { $0.hypergradientEpochs.isEmpty ? nil : HypergradientProbe() }
    ),
    Entry(
      id: "ranking",
      summary: "sampled architectures scored with inherited weights",
      make: { $0.rankingArchitectures > 0 ? RankingProbe() : nil }
    ),
  ]

  /// The probes a spec switches on.
  public static func observers(_ options: ProbeOptions) -> [any SearchObserver] {
    all.compactMap { $0.make(options) }
  }
}
