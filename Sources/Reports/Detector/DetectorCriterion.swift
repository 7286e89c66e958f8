import Probes
import Search

/// A detector of collapse: a score that should be higher for searches that will end in skips, read off
/// the epochs so far.
struct DetectorCriterion: Sendable {
  /// The name.
  let id: String
  /// What the score is.
  let summary: String
  /// From here on it calls a search collapsing, as published or as this program does.
  let threshold: Double
  /// The score of a history; nil where it is not defined.
  let score: @Sendable (SearchHistory) -> Double?

  /// Every criterion alone, and the verdict.
  static let all: [DetectorCriterion] = [
    DetectorCriterion(
      id: "skip count",
      summary: "skip connections in the normal cell now (DARTS+ stops at 2)",
      threshold: 2,
      score: { history in
        history.epochs.last { $0.normal != nil }?.normal.map { Double($0.skips) }
      }
    ),
    DetectorCriterion(
      id: "eigenvalue level",
      summary: "dominant eigenvalue now over that of the first epoch (no published threshold)",
      threshold: 2,
      score: { history in
        let values = history.series { $0.eigenvalue }.values
        guard values.count > 1, let first = values.first, let last = values.last, first > 0 else {
          return nil
        }
        return last / first
      }
    ),
    DetectorCriterion(
      id: "eigenvalue ratio",
      summary: "largest growth of the local mean so far (RobustDARTS, code: 1.3)",
      threshold: 1.3,
      score: { history in
        let series = history.series { $0.eigenvalue }
        return EigenvalueRatio.code.ratios(epochs: series.epochs, eigenvalues: series.values)
          .compactMap { $0 }.max()
      }
    ),
    DetectorCriterion(
      id: "stable ranking",
      summary: "epochs since the number of skips last changed; logs lack the alphas that DARTS+ "
        + "ranks (10 epochs)",
      threshold: 10,
      score: { history in
        let skips = history.epochs.compactMap { $0.normal?.skips }
        guard let last = skips.last else { return nil }
        return Double(skips.reversed().prefix { $0 == last }.count)
      }
    ),
    DetectorCriterion(
      id: "verdict",
      summary: "risk of the verdict",
      threshold: CollapseThresholds().risk,
      score: { CollapseJudge().judge($0).risk }
    ),
  ]
}
