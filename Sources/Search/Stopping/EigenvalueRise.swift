public import Records

/// Stops when the dominant eigenvalue of the alpha Hessian has risen, and returns the architecture from
/// before the rise (DARTS-ES: Zela et al., ICLR 2020, section 4.3).
///
/// The rule itself is `EigenvalueRatio`, whose two presets are the paper's and the code's: they differ
/// in the ratio, in how means are attributed and in how often eigenvalues are taken.
public struct EigenvalueRise: StoppingRule {
  /// The rule on the series of eigenvalues.
  public var rule: EigenvalueRatio
  /// Epochs between two eigenvalues.
  public var interval: Int

  /// Creates the rule; the paper's, with an eigenvalue every epoch, unless told otherwise.
  public init(rule: EigenvalueRatio = .paper, interval: Int = 1) {
    self.rule = rule
    self.interval = interval
  }

  /// The rule of the authors' code, with an eigenvalue every second epoch.
  public static let code = EigenvalueRise(rule: .code, interval: 2)

  /// The name, `eigenvalue`.
  public var id: String { "eigenvalue" }
  /// What it does.
  public var summary: String { "stops when the dominant eigenvalue rises (Zela et al., 2020, 4.3)" }
  /// Epochs between two eigenvalues.
  public var eigenvalueInterval: Int { interval }

  /// When the rule fires at the last report's eigenvalue.
  public func decision(_ reports: [EpochReport]) -> StopDecision? {
    guard let last = reports.last, last.eigenvalue != nil else { return nil }
    let measured = reports.filter { $0.eigenvalue != nil }
    let found = try? rule.decide(
      epochs: measured.map { $0.epoch },
      eigenvalues: measured.compactMap { $0.eigenvalue }
    )
    guard let decision = found ?? nil, decision.decidedEpoch == last.epoch else { return nil }
    let ratio = (decision.ratio * 10_000).rounded() / 10_000
    return StopDecision(
      epoch: decision.returnedEpoch,
      reason: "the dominant eigenvalue rose \(ratio)-fold, above \(rule.factor)"
    )
  }

  /// Numbers out of range.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("rule.window", rule.window, 1...1000)
    checks.range("rule.leastWindow", rule.leastWindow, 1...max(1, rule.window))
    checks.range("rule.offset", rule.offset, 0...1000)
    checks.range("rule.delta", rule.delta, 1...1000)
    // At one or below a search would stop without any rise.
    checks.above("rule.factor", rule.factor, 1)
    checks.range("interval", interval, 1...1000)
    return checks.problems
  }
}
