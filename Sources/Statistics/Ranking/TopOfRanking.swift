/// How well a score finds the best of a set of architectures.
///
/// Ties are broken by id (bytes of its UTF-8, smaller first), so that exactly k architectures are the
/// top k whatever the order they are listed in.
public struct TopOfRanking: Sendable, Hashable {
  /// Places into the samples, highest score first.
  public let predicted: [Int]
  /// Places into the samples, highest truth first.
  public let actual: [Int]
  private let truth: [Double]
  private let fault: String?

  /// Ranks `ids` by a score and by the truth.
  public init(ids: [String], score: [Double], truth: [Double]) {
    self.truth = truth
    if ids.count != score.count {
      fault = "\(ids.count) ids are paired with \(score.count) scores"
    } else if Set(ids).count != ids.count {
      fault = "an id occurs twice"
    } else {
      fault = SampleFault.pairs(score, truth, least: 1)
    }
    predicted = fault == nil ? Self.order(ids, score) : []
    actual = fault == nil ? Self.order(ids, truth) : []
  }

  private static func order(_ ids: [String], _ values: [Double]) -> [Int] {
    values.indices.sorted { one, other in
      values[one] == values[other]
        ? ids[one].utf8.lexicographicallyPrecedes(ids[other].utf8) : values[one] > values[other]
    }
  }

  private func fault(at count: Int) -> String? {
    if let fault { return fault }
    return (1...predicted.count).contains(count)
      ? nil : "the top \(count) of \(predicted.count) is not there"
  }

  /// The share of the predicted top `count` that is in the true top `count`.
  public func precision(at count: Int) -> Statistic {
    if let fault = fault(at: count) { return .undefined(fault) }
    let best = Set(actual.prefix(count))
    return .defined(
      Double(predicted.prefix(count).count { best.contains($0) }) / Double(count)
    )
  }

  /// What is lost by choosing the best of the predicted top `count`: the best truth of all minus the
  /// best truth among them, in the unit of the truth.
  public func regret(at count: Int) -> Statistic {
    if let fault = fault(at: count) { return .undefined(fault) }
    let found = predicted.prefix(count).map { truth[$0] }.max() ?? -.infinity
    return .defined(truth[actual[0]] - found)
  }

  /// The true rank, from 1, of the best among the predicted top `count`.
  public func bestRank(at count: Int) -> Int? {
    fault(at: count) == nil ? ranks(count).min() : nil
  }

  /// The true rank, from 1, of the worst among the predicted top `count`.
  public func worstRank(at count: Int) -> Int? {
    fault(at: count) == nil ? ranks(count).max() : nil
  }

  private func ranks(_ count: Int) -> [Int] {
    var rank = [Int](repeating: 0, count: actual.count)
    for (place, index) in actual.enumerated() { rank[index] = place + 1 }
    return predicted.prefix(count).map { rank[$0] }
  }
}
