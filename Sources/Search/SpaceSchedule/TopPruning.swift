import Networks
public import Records

/// Keeps the k strongest operations of every edge after a share of the epochs (top-k pruning, as in the
/// stages of P-DARTS but with the same network).
public struct TopPruning: SpaceSchedule {
  /// Operations kept on every edge.
  public var keep: Int
  /// The share of the epochs after which the others go.
  public var at: Double

  /// Creates the schedule.
  public init(keep: Int = 3, at: Double = 0.5) {
    self.keep = keep
    self.at = at
  }

  /// The name, `top-pruning`.
  public var id: String { "top-pruning" }
  /// What it does.
  public var summary: String { "keeps the k strongest operations of an edge from mid-way on" }

  /// Removes all but the strongest once.
  public func remove(_ context: inout ScheduleContext) {
    let last = Int((at * Double(context.moment.epochs)).rounded())
    guard context.moment.epoch + 1 == max(1, last) else { return }
    for row in context.layout.rows {
      let order = context.live(row).sorted {
        (-context.weights[$0], $0) < (-context.weights[$1], $1)
      }
      for index in order.dropFirst(keep) { context.alive[index] = false }
    }
  }

  /// Numbers out of range.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("keep", keep, 1...1000)
    checks.range("at", at, 0...1)
    return checks.problems
  }
}
