import Engine
import Records

/// A temperature that falls over the epochs of a search.
public struct Temperature: Sendable, Hashable, Codable {
  /// How it falls.
  public enum Decay: String, Sendable, Hashable, Codable {
    /// By the same amount every epoch.
    case linear
    /// By the same factor every epoch.
    case exponential
  }

  /// The temperature of the first epoch.
  public var start: Double
  /// The temperature of the last epoch.
  public var end: Double
  /// How it falls.
  public var decay: Decay

  /// Creates a schedule.
  public init(start: Double, end: Double, decay: Decay) {
    self.start = start
    self.end = end
    self.decay = decay
  }

  /// The temperature at a moment.
  public func value(_ moment: Moment) -> Double {
    switch decay {
    case .linear: start + (end - start) * moment.progress
    case .exponential: start * Portable.exp(Portable.log(end / start) * moment.progress)
    }
  }

  /// What is out of range.
  func validate(_ path: String) -> [SpecProblem] {
    var checks = SpecChecks()
    checks.above("\(path).start", start, 0)
    checks.above("\(path).end", end, 0)
    return checks.problems
  }
}
