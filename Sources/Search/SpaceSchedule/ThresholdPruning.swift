import Networks
public import Records

/// Removes, after every epoch past the rest of alpha, each operation whose weight is below ratio / (the
/// number left on its edge), the ratio rising as the temperature falls (ASAP: Noy et al., "ASAP:
/// Architecture Search, Anneal and Prune", AISTATS 2020, section 3.2).
///
/// The strongest operation of an edge always stays. Deviation: the ratio rises linearly between the two
/// options.
public struct ThresholdPruning: SpaceSchedule {
  /// The ratio of the first epoch past the rest.
  public var start: Double
  /// The ratio of the last epoch.
  public var end: Double

  /// Creates the schedule.
  public init(start: Double = 0.4, end: Double = 0.95) {
    self.start = start
    self.end = end
  }

  /// The name, `threshold-pruning`.
  public var id: String { "threshold-pruning" }
  /// What it does.
  public var summary: String { "removes weights below a rising threshold (Noy et al., 2020, 3.2)" }

  /// Removes what is below the threshold.
  public func remove(_ context: inout ScheduleContext) {
    let (first, count) = context.active
    guard context.moment.epoch >= first else { return }
    let share = count > 1 ? Double(context.moment.epoch - first) / Double(count - 1) : 1
    let ratio = start + (end - start) * share
    for row in context.layout.rows {
      let live = context.live(row)
      guard
        let strongest = live.max(by: {
          (context.weights[$0], $1) < (context.weights[$1], $0)
        })
      else { continue }
      let threshold = ratio / Double(live.count)
      for index in live where index != strongest && context.weights[index] < threshold {
        context.alive[index] = false
      }
    }
  }

  /// Ratios outside 0...1.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("start", start, 0...1)
    checks.range("end", end, 0...1)
    return checks.problems
  }
}
