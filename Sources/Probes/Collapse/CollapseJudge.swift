public import Search

/// Gives verdicts on histories: a pure function of the history and the thresholds.
public struct CollapseJudge: Sendable {
  /// Where verdicts change.
  public var thresholds: CollapseThresholds
  /// The early-stopping rule whose decision is part of the evidence.
  public var stopping: EigenvalueRatio

  /// Creates a judge.
  public init(
    thresholds: CollapseThresholds = CollapseThresholds(),
    stopping: EigenvalueRatio = .code
  ) {
    self.thresholds = thresholds
    self.stopping = stopping
  }

  /// The verdict on a history.
  public func judge(_ history: SearchHistory) -> CollapseVerdict {
    let indicators = CollapseIndicators.of(history)
    let training = TrainingState(history, thresholds)
    let skips = SkipState(history, thresholds)
    var evidence = training.evidence + skips.evidence
    evidence += curvature(history)
    evidence += alphas(history, indicators)
    evidence += drift(history)
    let verdict = verdict(history, training, skips, evidence)
    let agreeing = evidence.count { $0.points == verdict || agrees($0.points, verdict) }
    let onset: Int? =
      switch verdict {
      case .collapsed, .collapsing: skips.onset
      case .notTrained: training.onset
      case .healthy, .undecided: nil
      }
    let risk = skips.risk.map {
      training.isUntrained ? max($0, thresholds.riskWithoutTraining) : $0
    }
    return CollapseVerdict(
      verdict: verdict,
      onsetEpoch: onset,
      confidence: Double(agreeing + 1) / Double(evidence.count + 2),
      risk: risk,
      evidence: evidence,
      remedies: Remedy.list(for: verdict, evidence: evidence, history: history)
    )
  }

  /// A cell on its way to skips and one that arrived are the same failure.
  private func agrees(_ one: SearchHealth, _ other: SearchHealth) -> Bool {
    let failing: Set<SearchHealth> = [.collapsing, .collapsed]
    return failing.contains(one) && failing.contains(other)
  }

  private func verdict(
    _ history: SearchHistory,
    _ training: TrainingState,
    _ skips: SkipState,
    _ evidence: [Evidence]
  ) -> SearchHealth {
    if training.isUntrained { return .notTrained }
    guard let last = history.epochs.last,
      last.epoch + 1 >= thresholds.leastEpochs || history.isFinished, skips.risk != nil
    else { return .undecided }
    if skips.isCollapsed { return .collapsed }
    // Alphas that hardly moved say nothing either way.
    if evidence.contains(where: { $0.indicator == "movement" && $0.points == .undecided }) {
      return .undecided
    }
    if skips.isCollapsing { return .collapsing }
    return training.isWeak ? .undecided : .healthy
  }

  private func curvature(_ history: SearchHistory) -> [Evidence] {
    let series = history.series { $0.eigenvalue }
    guard let first = series.values.first, let last = series.values.last, series.values.count > 1
    else { return [] }
    if let decay = history.includedDecay, decay > 0, last <= 1.02 * decay {
      return [
        Evidence(
          "eigenvalue",
          .notTrained,
          epoch: series.epochs.last,
          value: last,
          threshold: decay,
          "the largest eigenvalue of the alpha Hessian is the weight decay of alpha alone: the loss "
            + "does not depend on alpha any more"
        )
      ]
    }
    let found = try? stopping.decide(
      epochs: series.epochs,
      eigenvalues: series.values,
      plannedEpochs: history.isFinished ? history.plannedEpochs : nil
    )
    let grown =
      "the largest eigenvalue of the alpha Hessian went from \(Text.short(first)) to "
      + Text.short(last)
    guard let decision = found ?? nil else {
      return [
        Evidence(
          "eigenvalue-ratio",
          .healthy,
          epoch: series.epochs.last,
          value: stopping.ratios(epochs: series.epochs, eigenvalues: series.values)
            .compactMap { $0 }.max(),
          threshold: stopping.factor,
          grown + "; the early-stopping rule never fires"
        )
      ]
    }
    return [
      Evidence(
        "eigenvalue-ratio",
        .collapsing,
        epoch: decision.decidedEpoch,
        value: decision.ratio,
        threshold: stopping.factor,
        grown + "; its local mean grew by a factor of \(Text.short(decision.ratio)), so the "
          + "early-stopping rule decides at epoch \(decision.decidedEpoch) and returns the cell of "
          + "epoch \(decision.returnedEpoch)"
      )
    ]
  }

  private func alphas(
    _ history: SearchHistory,
    _ indicators: [CollapseIndicators]
  ) -> [Evidence] {
    guard let last = indicators.last, let movement = last.movement else { return [] }
    var result: [Evidence] = []
    if movement < thresholds.leastMovement {
      result.append(
        Evidence(
          "movement",
          .undecided,
          epoch: last.epoch,
          value: movement,
          threshold: thresholds.leastMovement,
          "no operation weight is further than \(Text.percent(movement)) from uniform: alpha has "
            + "hardly moved and the derived cell is an accident"
        )
      )
    }
    if let ratio = last.skipOverBest {
      let entropy = last.entropy.map { ", entropy \(Text.percent($0)) of the largest" } ?? ""
      result.append(
        Evidence(
          "skip-weight",
          ratio > 1 ? .collapsing : .healthy,
          epoch: last.epoch,
          value: ratio,
          threshold: 1,
          "on an average edge the skip connection weighs \(Text.short(ratio)) times the strongest "
            + "operation with weights" + entropy
        )
      )
    }
    return result
  }

  /// Supernet accuracy rising while derived accuracy does not.
  private func drift(_ history: SearchHistory) -> [Evidence] {
    let both = history.epochs.filter { $0.validAccuracy != nil && $0.derivedAccuracy != nil }
      .suffix(thresholds.driftWindow + 1)
    guard both.count > thresholds.driftWindow, let first = both.first, let last = both.last,
      let was = first.validAccuracy, let now = last.validAccuracy,
      let derivedWas = first.derivedAccuracy, let derivedNow = last.derivedAccuracy
    else { return [] }
    let isDrifting = now > was && derivedNow <= derivedWas
    return [
      Evidence(
        "drift",
        isDrifting ? .collapsing : .healthy,
        epoch: last.epoch,
        value: derivedNow - derivedWas,
        threshold: 0,
        "over the last \(last.epoch - first.epoch) epochs the supernet went from "
          + "\(Text.percent(was)) to \(Text.percent(now)), the derived network with inherited "
          + "weights from \(Text.percent(derivedWas)) to \(Text.percent(derivedNow))"
      )
    ]
  }
}
