import Networks
public import Records

/// Decides edge after edge by what the accuracy loses when an operation is masked, training on between
/// the decisions (DARTS-PT: Wang et al., "Rethinking Architecture Selection in Differentiable NAS", ICLR
/// 2021, algorithm 1).
///
/// Each decision takes a random undecided edge, in every group at once: the operation whose removal
/// hurts most stays, the others go. When all edges are decided, nodes lose the edges whose removal hurts
/// least until as many are left as the space keeps. `none` is no candidate where the space does not
/// derive it. Deviations: decisions are spread evenly over the epochs after `start` instead of 5 epochs
/// apart, and the learning rate goes on falling.
public struct PerturbationSelection: SpaceSchedule {
  /// The share of the epochs before the first decision; the paper spends 50 epochs of 131.
  public var start: Double

  /// Creates the schedule.
  public init(start: Double = 0.38) {
    self.start = start
  }

  /// The name, `perturbation-selection`.
  public var id: String { "perturbation-selection" }
  /// What it does.
  public var summary: String { "keeps what hurts most when masked (Wang et al., 2021, alg. 1)" }

  /// Makes the decisions that are due.
  public func remove(_ context: inout ScheduleContext) {
    var timing = context
    timing.rest = max(context.rest, start)
    let nodes = context.layout.nodes
    let edges = context.layout.groups.map { $0.rows.count }.max() ?? 0
    let limit = context.layout.rule.edgesPerNode ?? Int.max
    let cuts =
      context.layout.groups.map { group in
        nodes.filter { $0.group == group.name && $0.rows.count > limit }.count
      }.max() ?? 0
    for number in 0..<timing.dueNow(edges + cuts) {
      for (place, group) in context.layout.groups.enumerated() {
        decide(&context, group, draw: number * context.layout.groups.count + place)
      }
    }
  }

  /// One decision in a group: an edge's operation, or when all are made a node's edges.
  private func decide(_ context: inout ScheduleContext, _ group: AlphaGroup, draw: Int) {
    let rows = context.layout.rows[group.rows]
    let open = rows.filter { context.live($0).count > 1 }
    if !open.isEmpty {
      let row = open[open.startIndex + context.draw(open.count, draw)]
      let live = context.live(row).filter {
        context.layout.rule.derivesNone || row.operations[$0 - row.offset] != "none"
      }
      let accuracies = live.map { index in without([index], context) }
      guard let place = live.indices.min(by: { (accuracies[$0], $0) < (accuracies[$1], $1) }) else {
        return
      }
      for index in row.range where index != live[place] { context.alive[index] = false }
      return
    }
    guard let limit = context.layout.rule.edgesPerNode else { return }
    for node in context.layout.nodes where node.group == group.name {
      var kept = node.rows.filter { !context.live(context.layout.rows[$0]).isEmpty }
      guard kept.count > limit else { continue }
      while kept.count > limit {
        let accuracies = kept.map { without(context.live(context.layout.rows[$0]), context) }
        guard
          let place = kept.indices.max(by: { (accuracies[$0], $1) < (accuracies[$1], $0) })
        else { return }
        for index in context.layout.rows[kept[place]].range { context.alive[index] = false }
        kept.remove(at: place)
      }
      return
    }
  }

  /// The accuracy without some operations, the others at their gates.
  private func without(_ removed: [Int], _ context: ScheduleContext) -> Double {
    var mask = context.alive
    for index in removed { mask[index] = false }
    return context.accuracy(mask, false)
  }

  /// A share outside 0..<1.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("start", start, 0..<1)
    return checks.problems
  }
}
