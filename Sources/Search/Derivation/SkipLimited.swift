public import Networks
public import Records

/// Argmax over two edges, then while the normal cell has more than M skip connections the weakest of
/// them is ruled out and the cell derived again (P-DARTS: Chen et al., ICCV 2019, section 3.4.2; M = 2).
public struct SkipLimited: Derivation {
  /// The largest number of skip connections in the normal cell.
  public var skips: Int
  /// Whether an edge may keep `none`.
  public var none: NoneRule

  /// Creates the derivation.
  public init(skips: Int = 2, none: NoneRule = .space) {
    self.skips = skips
    self.none = none
  }

  /// The name, `skip-limited`.
  public var id: String { "skip-limited" }
  /// What it does.
  public var summary: String {
    "at most M skips in the normal cell (Chen et al., 2019, sec. 3.4.2)"
  }

  /// The edges of a node in order of strength.
  public func choices(_ context: DerivationContext) -> [AlphaChoice] {
    var context = context
    while true {
      let choices = ArgmaxTop2(none: none).choices(context)
      let found = choices.filter { choice in
        context.layout.rows[choice.row].kind == .normal
          && context.layout.operation(choice) == "skip_connect"
      }.map { context.layout.index($0) }
      let weakest = found.min { (context.weights[$0], $0) < (context.weights[$1], $1) }
      guard found.count > skips, let weakest else { return choices }
      // Where nothing else is left on an edge the skip stays last in line.
      if context.weights[weakest] == 0 { return choices }
      context.weights[weakest] = 0
    }
  }

  /// A number below zero.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("skips", skips, 0...Int.max)
    return checks.problems
  }
}
