public import Networks

/// The architecture that did best when trained alone; goes with the update rule `candidates`.
public struct BestCandidate: Derivation {
  /// Whether an edge of a candidate may keep `none`.
  public var none: NoneRule

  /// Creates the derivation.
  public init(none: NoneRule = .space) {
    self.none = none
  }

  /// The name, `best-candidate`.
  public var id: String { "best-candidate" }
  /// What it does.
  public var summary: String { "best of the candidates trained alone (Li, Talwalkar, 2019)" }

  /// What alpha would give, before a candidate is done.
  public func choices(_ context: DerivationContext) -> [AlphaChoice] {
    ArgmaxTop2(none: none).choices(context)
  }

  /// The best candidate.
  public func finish(_ search: SearchRun) -> [AlphaChoice]? { search.state.candidates.best }
}
