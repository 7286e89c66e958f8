import Networks
public import Records

/// Removes the lowest-scored operation of every edge again and again until `keep` are left, at even
/// distances over the epochs after the rest of alpha (CP-NAS: Zhuo et al., "CP-NAS: Child-Parent
/// Neural Architecture Search for Binary Neural Networks", IJCAI 2020).
///
/// The score is the operation's weight, or its sampled accuracy: operations are drawn without
/// replacement on every edge until each was used once, `rounds` times, and get the mean accuracy of the
/// networks they were in; or the sum of both ranks. Deviation: no binary child beside the parent, so
/// the score is the parent's alone.
public struct LowestPruning: SpaceSchedule {
  /// What operations are ranked by.
  public enum Score: String, Sendable, Hashable, Codable {
    /// The gate.
    case weight
    /// The sampled accuracy.
    case accuracy
    /// The sum of both ranks.
    case both
  }

  /// Operations left on every edge at the end.
  public var keep: Int
  /// What operations are ranked by.
  public var score: Score
  /// How often every operation is sampled for its accuracy.
  public var rounds: Int

  /// Creates the schedule.
  public init(keep: Int = 1, score: Score = .weight, rounds: Int = 1) {
    self.keep = keep
    self.score = score
    self.rounds = rounds
  }

  /// The name, `lowest-pruning`.
  public var id: String { "lowest-pruning" }
  /// What it does.
  public var summary: String { "removes each edge's lowest operation in turn (Zhuo et al., 2020)" }

  /// Removes what is due.
  public func remove(_ context: inout ScheduleContext) {
    let widest = context.layout.rows.map { $0.operations.count }.max() ?? 0
    let count = context.dueNow(max(0, widest - keep))
    for turn in 0..<count {
      let scores = scores(context, turn: turn)
      for row in context.layout.rows {
        let live = context.live(row)
        guard live.count > keep,
          let lowest = live.min(by: { (scores[$0], $0) < (scores[$1], $1) })
        else { continue }
        context.alive[lowest] = false
      }
    }
  }

  private func scores(_ context: ScheduleContext, turn: Int) -> [Double] {
    switch score {
    case .weight: return context.weights
    case .accuracy: return sampled(context, turn: turn)
    case .both:
      let accuracy = sampled(context, turn: turn)
      var result = context.weights.map { _ in 0.0 }
      for row in context.layout.rows {
        let live = context.live(row)
        for values in [context.weights, accuracy] {
          let order = live.sorted { (values[$0], $0) < (values[$1], $1) }
          for (rank, index) in order.enumerated() { result[index] += Double(rank) }
        }
      }
      return result
    }
  }

  /// The mean accuracy of the sampled networks each operation was in.
  func sampled(_ context: ScheduleContext, turn: Int) -> [Double] {
    var sums = context.weights.map { _ in 0.0 }
    var counts = context.weights.map { _ in 0.0 }
    let widest = context.layout.rows.map { context.live($0).count }.max() ?? 0
    var number = turn * 1_000_000
    for _ in 0..<rounds {
      let orders = context.layout.rows.map { row -> [Int] in
        var order = context.live(row)
        for place in stride(from: order.count - 1, to: 0, by: -1) {
          order.swapAt(place, context.draw(place + 1, number))
          number += 1
        }
        return order
      }
      for place in 0..<widest {
        var mask = context.alive.map { _ in false }
        // An edge with fewer operations starts over.
        let used = orders.compactMap { $0.isEmpty ? nil : $0[place % $0.count] }
        for index in used { mask[index] = true }
        let accuracy = context.accuracy(mask, true)
        for index in used {
          sums[index] += accuracy
          counts[index] += 1
        }
      }
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
  }

  /// Numbers out of range.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("keep", keep, 1...1000)
    checks.range("rounds", rounds, 1...1000)
    return checks.problems
  }
}
