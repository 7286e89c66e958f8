import Engine

/// What collapse is read from, at one epoch of a history.
public struct CollapseIndicators: Sendable, Hashable, Codable {
  /// The epoch.
  public var epoch: Int
  /// Skip connections kept in the normal cell (DARTS+, arXiv 1909.06035, stops at 2).
  public var skips: Int?
  /// Share of kept operations of the normal cell without weights.
  public var parameterFreeShare: Double?
  /// Mean over edges of the weight of `none`.
  public var noneWeight: Double?
  /// Mean over edges of the weight of skip connections over that of the strongest operation with
  /// weights; above 1 the skip wins.
  public var skipOverBest: Double?
  /// Mean over edges of the entropy of the weights over the logarithm of their number: 1 is uniform.
  public var entropy: Double?
  /// Mean over edges of the largest weight minus the second.
  public var margin: Double?
  /// The largest distance of a weight from uniform, over all edges.
  public var movement: Double?
  /// Epochs since the order of the operations with weights last changed on any edge (the second
  /// criterion of DARTS+).
  public var stableEpochs: Int?
  /// Accuracy of the supernet minus that of the derived network with inherited weights.
  public var drift: Double?

  /// The indicators of every epoch of a history.
  public static func of(_ history: SearchHistory) -> [CollapseIndicators] {
    var order: [[Int]]?
    var since = 0
    return history.epochs.map { epoch in
      var result = CollapseIndicators(epoch: epoch.epoch)
      result.skips = epoch.normal?.skips
      result.parameterFreeShare = epoch.normal.flatMap {
        $0.kept > 0 ? Double($0.parameterFree) / Double($0.kept) : nil
      }
      if let all = epoch.validAccuracy, let derived = epoch.derivedAccuracy {
        result.drift = all - derived
      }
      guard let rows = epoch.rows, !rows.isEmpty else { return result }
      result.read(rows)
      let now = rows.map(Self.order)
      if now != order {
        order = now
        since = epoch.epoch
      }
      result.stableEpochs = epoch.epoch - since
      return result
    }
  }

  private mutating func read(_ rows: [SearchHistory.Row]) {
    func mean(_ value: (SearchHistory.Row) -> Double?) -> Double? {
      let found = rows.compactMap(value)
      return found.isEmpty ? nil : found.reduce(0, +) / Double(found.count)
    }
    noneWeight = mean { row in row.operations.firstIndex(of: "none").map { row.weights[$0] } }
    skipOverBest = mean { row in
      guard let skip = row.operations.firstIndex(of: "skip_connect"),
        let best = Self.learnable(row).map({ row.weights[$0] }).max(), best > 0
      else { return nil }
      return row.weights[skip] / best
    }
    entropy = mean { row in
      let total = row.weights.reduce(0, +)
      guard row.weights.count > 1, total > 0 else { return nil }
      let nats = row.weights.reduce(0) { sum, weight in
        weight > 0 ? sum - weight / total * Portable.log(weight / total) : sum
      }
      return nats / Portable.log(Double(row.weights.count))
    }
    margin = mean { row in
      let sorted = row.weights.sorted(by: >)
      return sorted.count > 1 ? sorted[0] - sorted[1] : nil
    }
    movement =
      rows.flatMap { row in
        let uniform = row.weights.reduce(0, +) / Double(max(1, row.weights.count))
        return row.weights.map { abs($0 - uniform) }
      }.max()
  }

  private static func learnable(_ row: SearchHistory.Row) -> [Int] {
    row.operations.indices.filter {
      !SearchHistory.CellCount.parameterFree.contains(row.operations[$0])
    }
  }

  /// Places of the operations with weights, strongest first.
  private static func order(_ row: SearchHistory.Row) -> [Int] {
    learnable(row).sorted { (-row.weights[$0], $0) < (-row.weights[$1], $1) }
  }
}
