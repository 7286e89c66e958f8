public import Statistics

/// The states between a reference supernet and the deployed network, measured on the same images (Xie
/// et al., "Weight-Sharing Neural Architecture Search: A Battle to Shrink the Optimization Gap", 2020,
/// organize the field by this gap; the operational definitions are ours).
public enum ErrorState: String, Sendable, Hashable, Codable, CaseIterable {
  /// Supernet, alpha from the reference gradient, weights trained on with alpha frozen.
  case reference = "S0"
  /// Supernet, alpha from the method's gradient, weights trained on with alpha frozen.
  case trainedOn = "S1"
  /// The supernet as the search left it.
  case supernet = "S2"
  /// Discretized, inherited weights, statistics as left.
  case discretized = "S3a"
  /// The same, statistics recalibrated.
  case recalibrated = "S3b"
  /// The same, fine-tuned.
  case tuned = "S3c"
  /// The cell trained alone at the size of the search.
  case retrained = "S4a"
  /// The cell trained alone at the size of deployment.
  case deployed = "S4b"
}

/// One seed's states; what was not measured is nil and never zero.
public struct ErrorChain: Sendable, Hashable {
  /// The seed.
  public let seed: Int
  /// Accuracy in points or loss in nats.
  public let states: [ErrorState: Double]

  /// Creates a chain.
  public init(seed: Int, states: [ErrorState: Double]) {
    self.seed = seed
    self.states = states
  }

  /// Value of one state minus another's; nil unless both were measured.
  public func step(_ from: ErrorState, _ to: ErrorState) -> Double? {
    guard let one = states[from], let other = states[to] else { return nil }
    return one - other
  }
}

/// The chain's steps over seeds: each error apart, adding up to the whole.
///
/// Steps go S0 -> S1 -> S2 -> S3b -> S4a -> S4b. Before the first and after the last state that was
/// measured a step is not measured; errors around a state missing in between are one step together.
/// Only seeds in which every measured state is there count, so that steps add up exactly.
public struct ErrorWaterfall: Sendable, Hashable {
  /// One error.
  public struct Step: Sendable, Hashable {
    /// What it is called.
    public let name: String
    /// The state it starts from.
    public let from: ErrorState
    /// The state it ends at.
    public let to: ErrorState
    /// The mean over seeds, positive when something is lost; nil when not measured.
    public let mean: Double?
    /// The 95 % interval over seeds; nil with fewer than five.
    public let interval: Interval?

    /// Whether the step can be told from zero; nil without an interval.
    public var isDistinct: Bool? { interval.map { $0.lower > 0 || $0.upper < 0 } }

    /// In words.
    public var verdict: String {
      guard mean != nil else { return "not measured" }
      guard let isDistinct else { return "no interval: fewer than five seeds" }
      return isDistinct ? "told from zero" : "cannot be told from zero"
    }
  }

  /// The steps that add up, in order.
  public let steps: [Step]
  /// Parts of the discretization loss, not part of the sum.
  public let details: [Step]
  /// Mean of the first measured state.
  public let start: Double
  /// Mean of the last measured state.
  public let end: Double
  /// Seeds that count.
  public let seeds: [Int]

  /// The order of the steps and their names.
  static let chain: [(String, ErrorState, ErrorState)] = [
    ("mathematical error", .reference, .trainedOn),
    ("supernet sub-optimality", .trainedOn, .supernet),
    ("discretization", .supernet, .recalibrated),
    ("co-adaptation: retraining", .recalibrated, .retrained),
    ("deployment: size and schedule", .retrained, .deployed),
  ]

  /// Adds up.
  ///
  /// - Parameter least: seeds that an interval needs.
  /// - Returns: nil when fewer than two states were measured together in any seed.
  public init?(_ chains: [ErrorChain], least: Int = 5) {
    let main: [ErrorState] = [
      .reference, .trainedOn, .supernet, .recalibrated, .retrained, .deployed,
    ]
    let measured = main.filter { state in chains.contains { $0.states[state] != nil } }
    let whole = chains.filter { chain in measured.allSatisfy { chain.states[$0] != nil } }
    guard measured.count >= 2, let first = measured.first, let last = measured.last,
      !whole.isEmpty
    else { return nil }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    func step(_ name: String, _ from: ErrorState, _ to: ErrorState) -> Step {
      let values = whole.compactMap { $0.step(from, to) }
      let isWhole = values.count == whole.count
      return Step(
        name: name,
        from: from,
        to: to,
        mean: isWhole ? mean(values) : nil,
        interval: isWhole && values.count >= least ? Self.interval(values) : nil
      )
    }
    seeds = whole.map { $0.seed }
    start = mean(whole.compactMap { $0.states[first] })
    end = mean(whole.compactMap { $0.states[last] })
    // From each measured state to the next; errors between which nothing was measured stay one step.
    var steps: [Step] = []
    var pending: [(String, ErrorState, ErrorState)] = []
    for link in Self.chain {
      pending.append(link)
      guard measured.contains(link.2) else { continue }
      if measured.contains(pending[0].1) {
        let name = pending.map { $0.0 }.joined(separator: " + ")
        steps.append(step(name, pending[0].1, link.2))
      } else {
        steps += pending.map { step($0.0, $0.1, $0.2) }
      }
      pending = []
    }
    self.steps = steps + pending.map { step($0.0, $0.1, $0.2) }
    details = [
      step("discretization as left", .supernet, .discretized),
      step("statistics: recalibration wins back", .discretized, .recalibrated),
      step("recoverable: fine-tuning wins back", .recalibrated, .tuned),
    ]
  }

  /// Start minus the measured steps minus end: zero to rounding.
  public var closure: Double {
    start - steps.reduce(0) { $0 + ($1.mean ?? 0) } - end
  }

  /// Student's t interval over seeds.
  static func interval(_ values: [Double]) -> Interval {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / (count - 1) / count).squareRoot()
    let half = studentQuantile(values.count - 1) * error
    return Interval(lower: mean - half, upper: mean + half)
  }

  /// The 97.5 % quantile of Student's distribution (tables; from 30 degrees on the normal one, a little
  /// widened).
  private static func studentQuantile(_ degrees: Int) -> Double {
    let table = [
      12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
      2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
      2.052, 2.048, 2.045,
    ]
    return degrees <= table.count ? table[max(0, degrees - 1)] : 1.96 + 2.4 / Double(degrees)
  }
}
