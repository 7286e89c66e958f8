public import Networks

/// What a stopping rule is told after an epoch.
public struct EpochReport: Sendable, Hashable, Codable {
  /// The epoch, counted from 0.
  public var epoch: Int
  /// Skip connections of the normal cell derived now.
  public var skips: Int
  /// For every row the operations with weights, strongest first.
  public var rankings: [[Int]]
  /// The dominant eigenvalue of the alpha Hessian, when it was computed.
  public var eigenvalue: Double?
  /// What would be derived now.
  public var choices: [AlphaChoice]

  /// Creates a report.
  public init(
    epoch: Int,
    skips: Int,
    rankings: [[Int]],
    eigenvalue: Double? = nil,
    choices: [AlphaChoice] = []
  ) {
    self.epoch = epoch
    self.skips = skips
    self.rankings = rankings
    self.eigenvalue = eigenvalue
    self.choices = choices
  }
}

/// What a rule decides.
public struct StopDecision: Sendable, Hashable {
  /// The epoch whose architecture is the result.
  public var epoch: Int
  /// Why, in a sentence.
  public var reason: String

  /// Creates a decision.
  public init(epoch: Int, reason: String) {
    self.epoch = epoch
    self.reason = reason
  }
}

/// When a search ends before its last epoch: one file per choice, one line in `StoppingCatalog`.
///
/// A rule is a pure function of the reports of all epochs so far.
public protocol StoppingRule: AxisChoice {
  /// Epochs between two eigenvalues; 0 when it needs none.
  var eigenvalueInterval: Int { get }
  /// What a decision multiplies the weight decay by instead of ending the search; nil to end it.
  var decayFactor: Double? { get }
  /// The weight decay from which on nothing is decided any more.
  var largestDecay: Double { get }
  /// Whether to stop after the last of the reports.
  func decision(_ reports: [EpochReport]) -> StopDecision?
}

extension StoppingRule {
  /// No eigenvalues.
  public var eigenvalueInterval: Int { 0 }
  /// The search ends.
  public var decayFactor: Double? { nil }
  /// Unlimited.
  public var largestDecay: Double { .infinity }
}

/// The axis of stopping rules, one line each.
public enum StoppingCatalog: Axis {
  /// The name in specs.
  public static let name = "stopping"
  /// Every rule in the order documentation lists them.
  public static let all: [any StoppingRule] = [
    FixedEpochs(),
    SkipCount(),
    StableRanking(),
    SkipsOrRanking(),
    EigenvalueRise(),
    AdaptiveRegularization(),
  ]

  /// A rule as an axis's choice.
  public static func erased(_ choice: any StoppingRule) -> any AxisChoice { choice }
}
