public import Networks
public import Records

/// The operations whose weight reaches a threshold (FairDARTS: Chu et al., ECCV 2020, section 3.3;
/// 0.85).
///
/// With `operations` 1 the two strongest edges of a node are candidates and keep their strongest
/// operation (the authors' `threshold_sparse`); with more, every edge keeps up to as many
/// (`threshold_edge`). Where edges may keep any subset of their operations, as in GOLD-NAS's space, every
/// operation that reaches the threshold is kept, whatever `operations` says. Deviation: a node that would lose all its edges keeps the strongest, so that a
/// network can be built.
public struct Thresholded: Derivation {
  /// The weight to reach.
  public var threshold: Double
  /// Operations an edge may keep, where the space does not leave that free.
  public var operations: Int
  /// Whether an edge may keep `none`.
  public var none: NoneRule

  /// Creates the derivation.
  public init(threshold: Double = 0.85, operations: Int = 1, none: NoneRule = .space) {
    self.threshold = threshold
    self.operations = operations
    self.none = none
  }

  /// The name, `thresholded`.
  public var id: String { "thresholded" }
  /// What it does.
  public var summary: String { "operations above a threshold (Chu et al., 2020, section 3.3)" }

  /// The edges of a node in order of strength.
  public func choices(_ context: DerivationContext) -> [AlphaChoice] {
    context.layout.nodes.flatMap { node -> [AlphaChoice] in
      let rule = context.layout.rule
      let candidates = context.candidates(node, none: none)
      let limit = rule.edgesPerNode ?? candidates.count
      let most = rule.keepsAnySubset ? Int.max : operations
      let kept =
        most == 1
        ? candidates.prefix(limit).filter { $0.weight >= threshold }.map { $0.choice }
        : candidates.flatMap { several($0.choice.row, most, context) }
      return kept.isEmpty ? candidates.prefix(1).map { $0.choice } : kept
    }
  }

  private func several(_ row: Int, _ most: Int, _ context: DerivationContext) -> [AlphaChoice] {
    let place = context.layout.rows[row]
    let strong = place.range.filter {
      context.alive[$0] && context.weights[$0] >= threshold
        && place.operations[$0 - place.offset] != "none"
    }
    return strong.sorted { (-context.weights[$0], $0) < (-context.weights[$1], $1) }
      .prefix(most).map { AlphaChoice(row: row, operation: $0 - place.offset) }
  }

  /// Numbers out of range.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("threshold", threshold, 0...1)
    checks.range("operations", operations, 1...100)
    return checks.problems
  }
}
