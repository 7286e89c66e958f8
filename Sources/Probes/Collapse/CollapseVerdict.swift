/// How a search went, or goes.
public enum SearchHealth: String, Sendable, Hashable, Codable, CaseIterable {
  /// It trains and keeps operations with weights.
  case healthy
  /// It is on the way to skip connections.
  case collapsing
  /// Its normal cell is mostly skip connections.
  case collapsed
  /// The supernet is no better than guessing; what is derived means nothing.
  case notTrained = "not-trained"
  /// Too little is known.
  case undecided
}

/// A fact that speaks for or against a verdict.
public struct Evidence: Sendable, Hashable, Codable {
  /// What was looked at, such as `skips`.
  public var indicator: String
  /// The verdict it speaks for.
  public var points: SearchHealth
  /// The epoch it is of.
  public var epoch: Int?
  /// The number found.
  public var value: Double?
  /// The number it was compared with.
  public var threshold: Double?
  /// The sentence.
  public var text: String

  /// Creates a piece of evidence.
  public init(
    _ indicator: String,
    _ points: SearchHealth,
    epoch: Int? = nil,
    value: Double? = nil,
    threshold: Double? = nil,
    _ text: String
  ) {
    self.indicator = indicator
    self.points = points
    self.epoch = epoch
    self.value = value
    self.threshold = threshold
    self.text = text
  }
}

/// What is said of a search, and why.
public struct CollapseVerdict: Sendable, Hashable, Codable {
  /// The verdict.
  public var verdict: SearchHealth
  /// The first epoch from which its condition holds to the end; nil when nothing set in.
  public var onsetEpoch: Int?
  /// How sure: the share of what was looked at that agrees, (agreeing + 1) / (all + 2).
  public var confidence: Double
  /// The chance, 0...1, that the final normal cell is mostly skip connections, for ranking searches;
  /// nil without genotypes.
  public var risk: Double?
  /// What was looked at.
  public var evidence: [Evidence]
  /// What to do about it.
  public var remedies: [Remedy]
}
