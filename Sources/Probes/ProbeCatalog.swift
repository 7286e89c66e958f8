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
      id: "curvature",
      summary: "dominant eigenvalue of the alpha Hessian (Zela et al., 2020)",
      make: { $0.curvature ? CurvatureProbe() : nil }
    ),
  ]

  /// The probes a spec switches on.
  public static func observers(_ options: ProbeOptions) -> [any SearchObserver] {
    all.compactMap { $0.make(options) }
  }
}
