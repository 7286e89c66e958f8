import Engine
public import Statistics

/// How well a score ranks architectures by the accuracy they reach alone, with bootstrap intervals
/// over the architectures.
public struct RankingReport: Sendable, Hashable {
  /// A statistic with its 95 % interval.
  public struct Entry: Sendable, Hashable {
    /// What it is.
    public let name: String
    /// The number, or why there is none.
    public let value: Statistic
    /// The interval, or nil.
    public let interval: Interval?
  }

  /// Architectures compared.
  public let count: Int
  /// tau-b, sparse tau, Spearman, Pearson, precision and regret at the top.
  public let entries: [Entry]
  /// tau-b between two trainings of each architecture that differ in the seed: no score can be
  /// expected to rank better than the truth repeats itself; undefined without a second training.
  public let ceiling: Statistic
  /// Its interval.
  public let ceilingInterval: Interval?

  /// Compares.
  ///
  /// - Parameters:
  ///   - ids: names that break ties.
  ///   - score: what ranks, larger is better.
  ///   - truth: accuracy alone, 0...1, the mean over its trainings.
  ///   - repeats: accuracy of two trainings of the same architectures, when there are two.
  ///   - top: k of precision and regret.
  public init(
    ids: [String],
    score: [Double],
    truth: [Double],
    repeats: (one: [Double], other: [Double])? = nil,
    top: Int = 5,
    resamples: Int = 1000,
    seed: UInt64 = 0
  ) {
    count = ids.count
    let stream = RandomStream(seed: seed, name: "ranking/bootstrap")
    // Fewer than three architectures have no distribution to draw from.
    let bootstrap =
      count >= 3
      ? Bootstrap(count: count, resamples: resamples) { number, bound in
        stream.integer(below: bound, index: UInt64(number))
      } : nil
    func entry(
      _ name: String,
      _ x: [Double],
      _ y: [Double],
      _ statistic: ([String], [Double], [Double]) -> Statistic
    ) -> Entry {
      let interval = bootstrap?.interval(method: .percentile) { places in
        // An architecture drawn again is another one of equal numbers.
        statistic(
          places.enumerated().map { "\(ids[$0.element])#\($0.offset)" },
          places.map { x[$0] },
          places.map { y[$0] }
        ).value
      }
      return Entry(name: name, value: statistic(ids, x, y), interval: interval?.interval)
    }
    let percent = truth.map { 100 * $0 }
    entries = [
      entry("tau-b", score, truth) { KendallTau.tauB($1, $2) },
      entry("sparse tau", score, percent) { KendallTau.sparse(score: $1, accuracy: $2) },
      entry("Spearman", score, truth) { Correlation.spearman($1, $2) },
      entry("Pearson", score, truth) { Correlation.pearson($1, $2) },
      entry("precision@\(top)", score, truth) {
        TopOfRanking(ids: $0, score: $1, truth: $2).precision(at: top)
      },
      entry("regret@1", score, percent) {
        TopOfRanking(ids: $0, score: $1, truth: $2).regret(at: 1)
      },
      entry("regret@\(top)", score, percent) {
        TopOfRanking(ids: $0, score: $1, truth: $2).regret(at: top)
      },
    ]
    if let repeats {
      let found = entry("ceiling", repeats.one, repeats.other) { KendallTau.tauB($1, $2) }
      (ceiling, ceilingInterval) = (found.value, found.interval)
    } else {
      (ceiling, ceilingInterval) = (.undefined("each architecture was trained once"), nil)
    }
  }

  /// A statistic by name.
  public func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }
}
