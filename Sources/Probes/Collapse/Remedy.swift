import Search

/// Something to do about a failure.
public struct Remedy: Sendable, Hashable, Codable {
  /// A named method of the table; nil for a change of settings.
  public var method: String?
  /// What to do.
  public var advice: String

  /// Creates a remedy.
  public init(method: String? = nil, _ advice: String) {
    self.method = method
    self.advice = advice
  }

  /// What addresses the evidence seen, the most specific first.
  static func list(
    for verdict: SearchHealth,
    evidence: [Evidence],
    history: SearchHistory
  ) -> [Remedy] {
    switch verdict {
    case .healthy: []
    case .collapsing, .collapsed: stopping(evidence, history) + methods(evidence)
    case .notTrained:
      [
        Remedy(
          "train the supernet first: lower the weight decay and the drop-path probability, check the "
            + "learning rate and the labels; the derived cell of this run means nothing"
        )
      ]
    case .undecided:
      [
        Remedy("search longer, or give alpha a larger learning rate, before trusting the cell")
      ]
    }
  }

  /// The cell of an earlier epoch, which costs nothing.
  private static func stopping(_ evidence: [Evidence], _ history: SearchHistory) -> [Remedy] {
    let series = history.series { $0.eigenvalue }
    let found = try? EigenvalueRatio.code.decide(epochs: series.epochs, eigenvalues: series.values)
    if let decision = found ?? nil {
      return [
        Remedy(
          "take the cell of epoch \(decision.returnedEpoch): the eigenvalue rule would have "
            + "returned it (Zela et al., 2020)"
        )
      ]
    }
    guard let before = history.epochs.last(where: { ($0.normal?.skips ?? .max) < 2 }) else {
      return []
    }
    return [
      Remedy(
        "take the cell of epoch \(before.epoch): the last with fewer than 2 skip connections in "
          + "the normal cell (DARTS+, arXiv 1909.06035)"
      )
    ]
  }

  /// Methods of the table that address what was seen, in the order of the table of cures.
  private static func methods(_ evidence: [Evidence]) -> [Remedy] {
    let seen = Set(
      evidence.filter { [.collapsing, .collapsed].contains($0.points) }.map { $0.indicator }
    )
    return cures.filter { seen.contains($0.indicator) }.compactMap { cure in
      MethodCatalog.method(cure.method).map { Remedy(method: $0.id, cure.advice) }
    }
  }

  /// What each method does about an indicator; a method that is not in the catalogue is passed over.
  private static let cures: [(indicator: String, method: String, advice: String)] = [
    ("skips", "fairdarts", "independent gates pushed to 0 or 1 (Chu et al., 2020)"),
    ("skips", "darts+", "stops at the second skip connection (arXiv 1909.06035)"),
    ("skips", "darts-", "an auxiliary skip takes the easing of training off the candidate"),
    ("skips", "pdarts", "drops out skips early and limits them in the cell (Chen et al., 2019)"),
    ("skips", "darts-warmup", "trains the operations with weights before alpha may move"),
    (
      "eigenvalue-ratio", "robustdarts-es",
      "stops before the eigenvalue has grown and returns the earlier cell (Zela et al., 2020)"
    ),
    (
      "eigenvalue-ratio", "robustdarts-l2",
      "stronger weight decay keeps the minimum in alpha flat (Zela et al., 2020)"
    ),
    ("eigenvalue-ratio", "sdarts-rs", "searches under random changes of alpha (Chen, Hsieh, 2020)"),
    ("drift", "darts-pt", "keeps operations by what removing them costs (Wang et al., 2021)"),
  ]
}
