/// The receiver operating characteristic of a score that should be higher for positives.
public struct ROCCurve: Sendable, Hashable, Codable {
  /// One threshold of the curve.
  public struct Point: Sendable, Hashable, Codable {
    /// Cases with a score of at least this are called positive; infinite at the start of the curve.
    public let threshold: Double
    /// The share of negatives called positive.
    public let falsePositiveRate: Double
    /// The share of positives called positive.
    public let truePositiveRate: Double
  }

  /// From (0, 0) to (1, 1), one point for every different score.
  public let points: [Point]
  /// The area under the curve: the chance that a positive scores above a negative, ties counting half
  /// (the statistic of Mann and Whitney).
  public let area: Double

  /// The curve of scores, or why there is none.
  ///
  /// - Returns: a curve, or the reason: no positives, no negatives, or a score that is not a number.
  ///   Infinite scores are allowed, so that a case may be beyond every threshold.
  public static func of(
    score: [Double],
    isPositive: [Bool]
  ) -> (curve: ROCCurve?, reason: String?) {
    if score.count != isPositive.count {
      return (nil, "\(score.count) scores are paired with \(isPositive.count) labels")
    }
    if let place = score.firstIndex(where: { $0.isNaN }) {
      return (nil, "score \(place + 1) is not a number")
    }
    let positives = isPositive.count { $0 }
    let negatives = isPositive.count - positives
    guard positives > 0 else { return (nil, "there are no positives") }
    guard negatives > 0 else { return (nil, "there are no negatives") }
    let order = score.indices.sorted { (-score[$0], $0) < (-score[$1], $1) }
    var points = [Point(threshold: .infinity, falsePositiveRate: 0, truePositiveRate: 0)]
    var (hits, alarms, doubledArea) = (0, 0, 0)
    var start = 0
    while start < order.count {
      let threshold = score[order[start]]
      var end = start
      var (newHits, newAlarms) = (0, 0)
      while end < order.count, score[order[end]] == threshold {
        if isPositive[order[end]] { newHits += 1 } else { newAlarms += 1 }
        end += 1
      }
      // A trapezium, in whole numbers so that no rounding enters.
      doubledArea += newAlarms * (2 * hits + newHits)
      hits += newHits
      alarms += newAlarms
      points.append(
        Point(
          threshold: threshold,
          falsePositiveRate: Double(alarms) / Double(negatives),
          truePositiveRate: Double(hits) / Double(positives)
        )
      )
      start = end
    }
    let area = Double(doubledArea) / Double(2 * positives * negatives)
    return (ROCCurve(points: points, area: area), nil)
  }

  /// The area under the curve, or why there is none.
  public static func area(score: [Double], isPositive: [Bool]) -> Statistic {
    let (curve, reason) = of(score: score, isPositive: isPositive)
    return curve.map { .defined($0.area) } ?? .undefined(reason ?? "")
  }

  /// The point with the largest difference of true and false positive rate; of equals the one with
  /// the highest threshold.
  ///
  /// W. J. Youden, "Index for rating diagnostic tests", Cancer, 1950.
  public var bestPoint: Point {
    points.max {
      $0.truePositiveRate - $0.falsePositiveRate < $1.truePositiveRate - $1.falsePositiveRate
    } ?? points[0]
  }
}
