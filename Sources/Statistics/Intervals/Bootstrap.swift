/// Bootstrap intervals of a statistic of units drawn with replacement.
///
/// B. Efron and R. Tibshirani, "An Introduction to the Bootstrap", 1993, chapters 13 and 14.
///
/// What is resampled are places: architectures, runs or seeds, each with all that was measured on
/// it, so that pairs stay pairs.
public struct Bootstrap: Sendable {
  /// How the ends are found.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// Quantiles of the resampled statistic.
    case percentile
    /// Quantiles corrected for bias and for a spread that depends on the value.
    case bca
  }

  /// An interval, or why there is none.
  public struct Outcome: Sendable, Hashable, Codable {
    /// The interval, or nil.
    public let interval: Interval?
    /// Why there is none; nil when there is one.
    public let reason: String?
    /// Resamples on which the statistic is not defined; they are left out.
    public let undefined: Int
  }

  /// The number of units.
  public let count: Int
  /// The resamples, each `count` places.
  public let resamples: [[Int]]

  /// Draws the resamples.
  ///
  /// - Parameters:
  ///   - count: the number of units, at least one.
  ///   - resamples: how many samples are drawn.
  ///   - draw: a uniform integer below the second argument for the draw with the number of the first
  ///     argument; the same number must give the same integer.
  public init(count: Int, resamples: Int = 2000, draw: (_ number: Int, _ bound: Int) -> Int) {
    precondition(count > 0 && resamples > 0, "\(resamples) resamples of \(count) units")
    self.count = count
    self.resamples = (0..<resamples).map { sample in
      (0..<count).map { place in
        let drawn = draw(sample * count + place, count)
        precondition((0..<count).contains(drawn), "a draw below \(count), got \(drawn)")
        return drawn
      }
    }
  }

  /// The interval of `statistic`, a function of places (nil where it is not defined).
  ///
  /// BCa falls back on nothing: where its correction is not defined (every resample on one side of
  /// the estimate, a statistic that no unit moves) there is no interval and the reason says so.
  ///
  /// - Precondition: the confidence is between 0 and 1.
  public func interval(
    confidence: Double = 0.95,
    method: Method = .bca,
    statistic: (_ places: [Int]) -> Double?
  ) -> Outcome {
    precondition(confidence > 0 && confidence < 1, "a confidence of \(confidence)")
    let drawn = resamples.compactMap { statistic($0) }
    let undefined = resamples.count - drawn.count
    func none(_ reason: String) -> Outcome {
      Outcome(interval: nil, reason: reason, undefined: undefined)
    }
    guard let estimate = statistic(Array(0..<count)) else {
      return none("the statistic is not defined on the sample")
    }
    guard 2 * drawn.count > resamples.count else {
      return none("the statistic is not defined on \(undefined) of \(resamples.count) resamples")
    }
    let tail = (1 - confidence) / 2
    var levels = (tail, 1 - tail)
    if method == .bca {
      switch corrected(levels, drawn, estimate, statistic) {
      case .failure(let reason): return none(reason.text)
      case .success(let corrected): levels = corrected
      }
    }
    let sorted = drawn.sorted()
    return Outcome(
      interval: Interval(
        lower: Quantile.ofSorted(sorted, levels.0),
        upper: Quantile.ofSorted(sorted, levels.1)
      ),
      reason: nil,
      undefined: undefined
    )
  }

  private struct Reason: Error { let text: String }

  private func corrected(
    _ levels: (Double, Double),
    _ drawn: [Double],
    _ estimate: Double,
    _ statistic: ([Int]) -> Double?
  ) -> Result<(Double, Double), Reason> {
    // Values equal to the estimate count half, as statistics of ranks often tie.
    let below = drawn.count { $0 < estimate } + drawn.count { $0 <= estimate }
    let share = Double(below) / Double(2 * drawn.count)
    guard share > 0, share < 1 else {
      return .failure(Reason(text: "every resample lies on one side of the estimate"))
    }
    let bias = NormalDistribution.quantile(share)
    var left: [Double] = []
    for omitted in 0..<count {
      guard let value = statistic((0..<count).filter { $0 != omitted }) else {
        return .failure(Reason(text: "the statistic is not defined without unit \(omitted + 1)"))
      }
      left.append(value)
    }
    let mean = left.reduce(0, +) / Double(count)
    let deviations = left.map { mean - $0 }
    let squares = deviations.reduce(0) { $0 + $1 * $1 }
    guard squares > 0 else { return .failure(Reason(text: "no unit moves the statistic")) }
    let cubes = deviations.reduce(0) { $0 + $1 * $1 * $1 }
    let acceleration = cubes / (6 * squares * squares.squareRoot())
    func level(_ p: Double) -> Double {
      let z = bias + NormalDistribution.quantile(p)
      return NormalDistribution.cumulative(bias + z / (1 - acceleration * z))
    }
    return .success((level(levels.0), level(levels.1)))
  }
}
