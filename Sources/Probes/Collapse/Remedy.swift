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

  /// Methods of the table whose choices take the advantage from skip connections.
  private static func methods(_ evidence: [Evidence]) -> [Remedy] {
    MethodCatalog.all.compactMap { named in
      cures.first { $0.ids.contains(named.id) }.map { Remedy(method: named.id, $0.advice) }
    }
  }

  private static let cures: [(ids: [String], advice: String)] = [
    (
      ["sigmoid-darts", "fairdarts"],
      "let operations compete without sharing one unit of weight (Chu et al., 2020)"
    )
  ]
}
