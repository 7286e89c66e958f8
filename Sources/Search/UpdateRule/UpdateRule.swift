/// How weights and alpha move in one step: one file per choice, one line in `UpdateRuleCatalog`.
public protocol UpdateRule: AxisChoice {
  /// Forward and backward passes of a step over those of first-order DARTS.
  var relativeCost: Double { get }
  /// Whether it differentiates one mixture several times, which a drawn architecture does not allow.
  var needsMixture: Bool { get }
  /// Whether alpha moves at all.
  var movesAlpha: Bool { get }
  /// Runs before the first step of an epoch.
  func begin(_ search: SearchRun, epoch: Int)
  /// Runs step `number` of `epoch`.
  ///
  /// - Throws: `NumericalFailure`.
  func step(_ search: SearchRun, epoch: Int, number: Int, rate: Double) throws
  /// Runs after the last step of an epoch; changes nothing but `SearchRun.state`.
  func end(_ search: SearchRun, epoch: Int)
}

extension UpdateRule {
  /// Any relaxation will do.
  public var needsMixture: Bool { false }
  /// alpha moves.
  public var movesAlpha: Bool { true }
  /// Nothing.
  public func begin(_ search: SearchRun, epoch: Int) {}
  /// Nothing.
  public func end(_ search: SearchRun, epoch: Int) {}
}

extension SearchRun {
  /// A bilevel step: one of alpha along `gradient` unless it rests, one of the weights.
  ///
  /// - Throws: `NumericalFailure`.
  func alternate(
    epoch: Int,
    number: Int,
    rate: Double,
    gradient: () -> ArchitectureParameters
  ) throws {
    if movesAlpha(epoch: epoch, number: number) {
      try moveAlpha(gradient(), epoch: epoch, number: number)
    }
    try trainWeights(epoch: epoch, number: number, rate: rate)
  }
}

/// The axis of update rules, one line each.
public enum UpdateRuleCatalog: Axis {
  /// The name in specs.
  public static let name = "update"
  /// Every rule in the order documentation lists them.
  public static let all: [any UpdateRule] = [
    BilevelFirstOrder(),
    BilevelSecondOrder(),
    ImplicitNeumann(),
    MixedLevel(),
    OneLevel(),
    WeightsOnly(),
    Candidates(),
  ]

  /// A rule as an axis's choice.
  public static func erased(_ choice: any UpdateRule) -> any AxisChoice { choice }
}
