/// What the skip connections of the derived normal cells say.
struct SkipState {
  /// Whether the cell is mostly skip connections: at the end of a finished search, for some epochs in
  /// a running one.
  let isCollapsed: Bool
  /// Whether it will be, if the trend goes on.
  let isCollapsing: Bool
  /// The first epoch from which the cell is mostly skip connections, or else from which they rose.
  let onset: Int?
  /// The expected share of skips at the end; nil without genotypes.
  let risk: Double?
  let evidence: [Evidence]

  init(_ history: SearchHistory, _ thresholds: CollapseThresholds) {
    let counted = history.epochs.compactMap { epoch in
      epoch.normal.flatMap { $0.kept > 0 ? (epoch: epoch.epoch, count: $0) : nil }
    }
    guard let last = counted.last else {
      (isCollapsed, isCollapsing, onset, risk, evidence) = (false, false, nil, nil, [])
      return
    }
    let shares = counted.map { Double($0.count.skips) / Double($0.count.kept) }
    let level = Self.mean(shares.suffix(thresholds.levelWindow))
    let slope = Self.slope(
      Array(zip(counted.map { Double($0.epoch) }, shares).suffix(thresholds.trendWindow))
    )
    let left = history.isFinished ? 0 : Self.epochsLeft(history, last.epoch)
    let ahead = slope * min(thresholds.horizon, left)
    let expected = history.isFinished ? shares[shares.count - 1] : min(1, max(0, level + ahead))
    // A share of exactly the threshold is a risk of exactly one half.
    let risk =
      expected < thresholds.skipShare
      ? 0.5 * expected / thresholds.skipShare
      : 0.5 + 0.5 * (expected - thresholds.skipShare) / (1 - thresholds.skipShare)
    let above = shares.reversed().prefix { $0 >= thresholds.skipShare }.count
    isCollapsed = above > 0 && (history.isFinished || above >= thresholds.persistence)
    isCollapsing = !isCollapsed && (above > 0 || (!history.isFinished && risk >= thresholds.risk))
    if above > 0 {
      onset = counted[counted.count - above].epoch
    } else {
      onset = isCollapsing ? Self.rise(counted.map { $0.epoch }, shares) : nil
    }
    self.risk = risk
    let kept = last.count.kept
    var text =
      "\(last.count.skips) of \(kept) operations of the normal cell are skip connections after "
      + "epoch \(last.epoch)"
    if above > 0, let start = onset {
      text += "; \(Text.number(thresholds.skipShare * Double(kept))) or more since epoch \(start)"
    }
    var found = [
      Evidence(
        "skips",
        isCollapsed ? .collapsed : isCollapsing ? .collapsing : .healthy,
        epoch: last.epoch,
        value: Double(last.count.skips),
        threshold: thresholds.skipShare * Double(kept),
        text
      )
    ]
    if !history.isFinished {
      found.append(
        Evidence(
          "skip-trend",
          risk >= thresholds.risk ? .collapsing : .healthy,
          epoch: last.epoch,
          value: expected * Double(kept),
          threshold: thresholds.skipShare * Double(kept),
          "at the present trend the normal cell has \(Text.number(expected * Double(kept))) skip "
            + "connections of \(kept) in \(Text.number(min(thresholds.horizon, left))) epochs"
        )
      )
    }
    let free = Double(last.count.parameterFree) / Double(kept)
    found.append(
      Evidence(
        "parameter-free",
        free >= 1 ? .collapsed : .healthy,
        epoch: last.epoch,
        value: free,
        threshold: 1,
        "\(last.count.parameterFree) of \(kept) kept operations have no weights"
      )
    )
    evidence = found
  }

  private static func epochsLeft(_ history: SearchHistory, _ last: Int) -> Double {
    guard let planned = history.plannedEpochs else { return .infinity }
    return Double(max(0, planned - 1 - last))
  }

  private static func mean(_ values: some Collection<Double>) -> Double {
    values.reduce(0, +) / Double(max(1, values.count))
  }

  /// Least squares; 0 for fewer than three points.
  private static func slope(_ points: [(x: Double, y: Double)]) -> Double {
    guard points.count >= 3 else { return 0 }
    let x = mean(points.map { $0.x })
    let y = mean(points.map { $0.y })
    let spread = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
    return spread > 0 ? points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / spread : 0
  }

  /// The epoch after the last that had no more skips than half of what there are now.
  private static func rise(_ epochs: [Int], _ shares: [Double]) -> Int? {
    guard let now = shares.last else { return nil }
    let quiet = shares.lastIndex { $0 <= now / 2 }
    return quiet.map { $0 + 1 < epochs.count ? epochs[$0 + 1] : epochs[$0] } ?? epochs.first
  }
}
