import Engine
public import Interchange
import Probes
import Statistics

/// How well detectors tell, from the first half of a search, whether its final normal cell will be
/// mostly skip connections: thresholds chosen on half of the runs, scores on the other half.
public struct DetectorStudy: Sendable {
  /// Skips of 8 from which a final cell counts as collapsed.
  static let positive = 5
  /// Validation error in percent from which a supernet only guesses: the largest class of SVHN is
  /// 19 %, of CIFAR-10 10 %.
  static let guessing = 80.9
  /// Bootstrap resamples.
  static let resamples = 2000

  /// One run as the study sees it.
  struct Case: Sendable {
    let run: RunTable.Run
    let history: SearchHistory
    let isPositive: Bool
    let isTrained: Bool
    let isCalibration: Bool
  }

  /// What a criterion achieves on the scoring half.
  struct Result: Sendable {
    let criterion: DetectorCriterion
    let scored: Int
    let positives: Int
    let area: Statistic
    let areaInterval: Interval?
    let curve: ROCCurve?
    let atDefault: Confusion
    let calibrated: Double?
    let atCalibrated: Confusion?
    /// Onset minus decision in epochs, for positives that fire at the default threshold.
    let leads: [Double]
  }

  let cases: [Case]
  /// Runs without a genotype for every planned epoch.
  let leftOut: Int

  /// Prepares the runs of a table.
  public init(_ runs: [RunTable.Run]) {
    let whole = runs.filter { $0.skips.count == 50 }.sorted { $0.name < $1.name }
    leftOut = runs.count - whole.count
    // Within a space and outcome every second run of a random order calibrates.
    let order = RandomStream(seed: 0, name: "detector/split").permutation(count: whole.count)
    var seen: [String: Int] = [:]
    var calibration: Set<Int> = []
    for place in order {
      let run = whole[place]
      let key = "\(run.space) \((run.skips.last ?? 0) >= Self.positive) \(Self.trained(run))"
      if seen[key, default: 0] % 2 == 0 { calibration.insert(place) }
      seen[key, default: 0] += 1
    }
    cases = whole.enumerated().map { place, run in
      Case(
        run: run,
        history: Self.history(run),
        isPositive: (run.skips.last ?? 0) >= Self.positive,
        isTrained: Self.trained(run),
        isCalibration: calibration.contains(place)
      )
    }
  }

  private static func trained(_ run: RunTable.Run) -> Bool {
    run.finalError.map { $0 < guessing } ?? false
  }

  /// The history that a row states; accuracy is known of the last epoch alone.
  static func history(_ run: RunTable.Run) -> SearchHistory {
    var epochs = run.skips.enumerated().map { number, skips -> SearchHistory.Epoch in
      var epoch = SearchHistory.Epoch(number)
      epoch.normal = SearchHistory.CellCount(skips: skips, parameterFree: skips, kept: 8)
      return epoch
    }
    for (number, value) in zip(run.hessianEpochs, run.eigenvalues)
    where epochs.indices.contains(number) {
      epochs[number].eigenvalue = value
    }
    if let last = epochs.indices.last, let error = run.finalError {
      epochs[last].validAccuracy = max(0, 1 - error / 100)
    }
    return SearchHistory(
      name: run.name,
      classes: run.classes,
      plannedEpochs: 50,
      isFinished: true,
      includedDecay: 0.001,
      epochs: epochs
    )
  }

  /// The results of all criteria over the runs that `includes` takes.
  func results(_ includes: (Case) -> Bool = { _ in true }) -> [Result] {
    let chosen = cases.filter(includes)
    return DetectorCriterion.all.map { result($0, chosen) }
  }

  private func result(_ criterion: DetectorCriterion, _ chosen: [Case]) -> Result {
    func scored(_ isCalibration: Bool) -> [(item: Case, score: Double)] {
      chosen.filter { $0.isCalibration == isCalibration }.compactMap { item in
        criterion.score(item.history.prefix(epochs: 25)).map { (item, $0) }
      }
    }
    let train = scored(true)
    let test = scored(false)
    let calibrated = ROCCurve.of(
      score: train.map { $0.score },
      isPositive: train.map { $0.item.isPositive }
    ).curve?.bestPoint.threshold
    let scores = test.map { $0.score }
    let labels = test.map { $0.item.isPositive }
    let curve = ROCCurve.of(score: scores, isPositive: labels).curve
    var interval: Interval?
    if !test.isEmpty {
      let stream = RandomStream(seed: 0, name: "detector/bootstrap/\(criterion.id)")
      let bootstrap = Bootstrap(count: test.count, resamples: Self.resamples) { number, bound in
        stream.integer(below: bound, index: UInt64(number))
      }
      interval =
        bootstrap.interval(method: .percentile) { places in
          ROCCurve.area(
            score: places.map { scores[$0] },
            isPositive: places.map { labels[$0] }
          ).value
        }.interval
    }
    return Result(
      criterion: criterion,
      scored: test.count,
      positives: labels.count { $0 },
      area: ROCCurve.area(score: scores, isPositive: labels),
      areaInterval: interval,
      curve: curve,
      atDefault: Confusion(called: scores.map { $0 >= criterion.threshold }, isPositive: labels),
      calibrated: calibrated,
      atCalibrated: calibrated.map { threshold in
        Confusion(called: scores.map { $0 >= threshold }, isPositive: labels)
      },
      leads: test.filter { $0.item.isPositive }.compactMap { lead(criterion, $0.item) }
    )
  }

  /// Epochs between the first that the criterion fires at and the onset; positive is early.
  private func lead(_ criterion: DetectorCriterion, _ item: Case) -> Double? {
    let stays = item.run.skips.reversed().prefix { $0 >= Self.positive }.count
    let onset = item.run.skips.count - stays
    let decided = (5...item.run.skips.count).first { count in
      (criterion.score(item.history.prefix(epochs: count)) ?? -.infinity) >= criterion.threshold
    }
    return decided.map { Double(onset - ($0 - 1)) }
  }

  /// Final verdicts against what happened: [truth][verdict] counts.
  var naming: [(truth: String, counts: [SearchHealth: Int])] {
    let truths: [(String, (Case) -> Bool)] = [
      ("trained, fewer than 5 skips", { $0.isTrained && !$0.isPositive }),
      ("trained, 5 skips or more", { $0.isTrained && $0.isPositive }),
      ("never trained", { !$0.isTrained }),
    ]
    return truths.map { name, holds in
      var counts: [SearchHealth: Int] = [:]
      for item in cases where holds(item) {
        counts[CollapseJudge().judge(item.history).verdict, default: 0] += 1
      }
      return (name, counts)
    }
  }
}
