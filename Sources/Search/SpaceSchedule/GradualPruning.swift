import Networks
public import Records

/// Removes after every epoch the operations that hold less than `smallest` of their node's weight, and
/// up to `batch` further weakest below `largest`; raises the sparsity pressure while nothing goes
/// (GOLD-NAS: Bi et al., 2020, algorithm 1; 0.01, 4 and 0.05).
///
/// When at least `batch` went in an epoch the pressure is divided by `factor` and its growth falls back
/// to `pressure`; otherwise the growth is multiplied by `factor` and added. The last operation of a node
/// stays.
///
/// The networks on the way are results too: the event `search.pareto` gives cost and accuracy before
/// every pruning, settled when more than `patience` epochs passed without one. Deviation: the paper
/// ends at 240 million multiply-adds; here sizes are the user's, so `leastMultiplyAdds` is 0, never.
public struct GradualPruning: SpaceSchedule {
  /// Below this share of its node's weight an operation goes.
  public var smallest: Double
  /// Below this share the weakest may go.
  public var largest: Double
  /// Further operations that may go in an epoch.
  public var batch: Int
  /// The first pressure and the first growth of the pressure.
  public var pressure: Double
  /// What growth is multiplied by.
  public var factor: Double
  /// Epochs without pruning after which a network is one of the series.
  public var patience: Int
  /// Below as many multiply-adds for an image the search ends; 0 for never.
  public var leastMultiplyAdds: Double

  /// Creates the schedule.
  public init(
    smallest: Double = 0.01,
    largest: Double = 0.05,
    batch: Int = 4,
    pressure: Double = 1e-5,
    factor: Double = 2,
    patience: Int = 3,
    leastMultiplyAdds: Double = 0
  ) {
    self.smallest = smallest
    self.largest = largest
    self.batch = batch
    self.pressure = pressure
    self.factor = factor
    self.patience = patience
    self.leastMultiplyAdds = leastMultiplyAdds
  }

  /// The name, `gradual-pruning`.
  public var id: String { "gradual-pruning" }
  /// What it does.
  public var summary: String {
    "removes the weakest of all edges, a few an epoch (Bi et al., 2020)"
  }

  /// The patience.
  public var paretoPatience: Int? { patience }

  /// The first pressure.
  public var memory: ScheduleMemory {
    var memory = ScheduleMemory()
    memory.pressure = pressure
    memory.growth = pressure
    return memory
  }

  /// Removes what is too weak and sets the pressure.
  public func remove(_ context: inout ScheduleContext) {
    let (first, _) = context.active
    guard context.moment.epoch >= first else { return }
    var shares: [(share: Double, index: Int, node: Int)] = []
    var left: [Int] = []
    for (number, node) in context.layout.nodes.enumerated() {
      let live = node.rows.flatMap { context.live(context.layout.rows[$0]) }
      let total = live.reduce(0) { $0 + context.weights[$1] }
      left.append(live.count)
      for index in live {
        shares.append((total > 0 ? context.weights[index] / total : 0, index, number))
      }
    }
    shares.sort { ($0.share, $0.index) < ($1.share, $1.index) }
    var further = 0
    var gone = 0
    for (share, index, node) in shares where left[node] > 1 {
      if share > smallest {
        guard share <= largest, further < batch else { continue }
        further += 1
      }
      context.alive[index] = false
      left[node] -= 1
      gone += 1
    }
    if gone >= batch {
      context.memory.pressure /= factor
      context.memory.growth = pressure
    } else {
      context.memory.growth *= factor
      context.memory.pressure += context.memory.growth
    }
    context.memory.quiet = gone > 0 ? 0 : context.memory.quiet + 1
  }

  /// Numbers out of range.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("smallest", smallest, 0...1)
    checks.range("largest", largest, smallest...1)
    checks.range("batch", batch, 0...1_000_000)
    checks.atLeast("pressure", pressure, 0)
    checks.above("factor", factor, 1)
    checks.range("patience", patience, 0...1_000_000)
    checks.atLeast("leastMultiplyAdds", leastMultiplyAdds, 0)
    return checks.problems
  }
}
