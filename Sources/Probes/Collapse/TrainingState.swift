/// Whether the supernet learnt anything.
///
/// Tiny curvature and tied alphas look calm; a supernet that guesses is told by its accuracy.
struct TrainingState {
  /// Whether the accuracy at the end is no better than guessing.
  let isUntrained: Bool
  /// Whether the accuracy is too near guessing for a good word.
  let isWeak: Bool
  /// The first epoch from which it is so to the end.
  let onset: Int?
  let evidence: [Evidence]

  init(_ history: SearchHistory, _ thresholds: CollapseThresholds) {
    let known = history.epochs.compactMap { epoch in
      epoch.validAccuracy.map { (epoch: epoch.epoch, accuracy: $0) }
    }
    guard let last = known.last else {
      (isUntrained, isWeak, onset, evidence) = (false, false, nil, [])
      return
    }
    let isYoung = !history.isFinished && last.epoch + 1 < thresholds.leastEpochs
    // A loss that is not a number ends as an accuracy of exactly zero, or of nothing.
    let isBroken = { (value: Double) in !value.isFinite || value == 0 }
    let limit = history.classes.map {
      thresholds.untrained(classes: $0, factor: thresholds.trainedOverChance)
    }
    let weakLimit = history.classes.map {
      thresholds.untrained(classes: $0, factor: thresholds.healthyOverChance)
    }
    let isGuessing = { (value: Double) in isBroken(value) || limit.map { value < $0 } ?? false }
    let guessing = known.reversed().prefix { isGuessing($0.accuracy) }.count
    // One and the same answer for every image gives the same accuracy to the last digit.
    let constant = known.reversed().prefix { $0.accuracy == last.accuracy }.count
    let isConstant = constant >= thresholds.leastEpochs && last.accuracy < 0.5
    isUntrained = !isYoung && (guessing > 0 || isConstant)
    isWeak = !isUntrained && weakLimit.map { last.accuracy < $0 } ?? false
    let span = max(guessing, isConstant ? constant : 0)
    onset = isUntrained ? known[known.count - span].epoch : nil
    let shown = last.accuracy.isFinite ? Text.percent(last.accuracy) : "not a number"
    let state =
      isUntrained
      ? "no better than guessing" : isWeak ? "little better than guessing" : "above guessing"
    var found = [
      Evidence(
        "validation-accuracy",
        isUntrained ? .notTrained : isWeak || isYoung ? .undecided : .healthy,
        epoch: last.epoch,
        value: last.accuracy.isFinite ? last.accuracy : nil,
        threshold: limit,
        "the supernet's validation accuracy is \(shown), \(state)"
          + (history.classes.map { " among \($0) classes" } ?? "")
      )
    ]
    if isConstant {
      found.append(
        Evidence(
          "constant-accuracy",
          .notTrained,
          epoch: known[known.count - constant].epoch,
          value: Double(constant),
          threshold: Double(thresholds.leastEpochs),
          "for \(constant) epochs the accuracy is the same to the last digit: every image gets the "
            + "same answer"
        )
      )
    }
    evidence = found
  }
}

/// Numbers in sentences, the same in every locale.
enum Text {
  /// Three significant digits.
  static func short(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    var scale = 1.0
    while abs(value) * scale < 100 { scale *= 10 }
    while abs(value) * scale >= 1000 { scale /= 10 }
    return "\((value * scale).rounded() / scale)"
  }

  /// One decimal, none for a whole number.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "the coming" }
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
  }

  /// 0.123 as "12.3 %".
  static func percent(_ share: Double) -> String { "\(number(100 * share)) %" }
}
