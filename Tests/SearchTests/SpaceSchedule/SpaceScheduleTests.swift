import Networks
import Search
import Testing

@Suite struct SpaceScheduleTests {
  /// Weights of `unevenLayout`: 3, 2 and 2 operations; two nodes.
  private let weights = [0.5, 0.3, 0.2, 0.9, 0.1, 0.02, 0.98]

  private func context(
    _ epoch: Int,
    of epochs: Int = 4,
    alive: [Bool]? = nil,
    rest: Double = 0,
    accuracy: @escaping ([Bool], Bool) -> Double = { _, _ in 0 }
  ) -> ScheduleContext {
    ScheduleContext(
      layout: unevenLayout(),
      weights: weights,
      alive: alive ?? [Bool](repeating: true, count: 7),
      moment: Moment(epoch: epoch, epochs: epochs),
      rest: rest,
      accuracy: accuracy
    )
  }

  @Test("P-DARTS adds 0, 6 and 12 cells, and its last removal takes none first")
  func progressive() {
    let schedule = ProgressiveDepth()
    #expect(schedule.stages.map { 5 + $0 } == [5, 11, 17])
    var first = context(3)
    ProgressiveDepth(added: [0, 6, 12], removed: [1, 1]).finishStage(0, &first)
    #expect(first.alive == [true, true, false, true, false, false, true])
    var last = context(3)
    // none is the strongest of its row and goes all the same.
    ProgressiveDepth(added: [0, 6, 12], removed: [1, 1]).finishStage(1, &last)
    #expect(last.alive == [false, true, true, true, false, false, true])
    var all = context(3)
    schedule.finishStage(0, &all)
    #expect(all.alive.filter { $0 }.count == 3, "one operation of a row always stays")
  }

  @Test("DARTS's eight operations become five, then three by the paper's schedule")
  func counts() {
    let layout = CellSpace.darts.layout(NetworkShape())
    var context = ScheduleContext(
      layout: layout,
      weights: (0..<layout.count).map { Double($0 % 8) },
      alive: [Bool](repeating: true, count: layout.count),
      moment: Moment(epoch: 0, epochs: 1)
    )
    ProgressiveDepth().finishStage(0, &context)
    #expect(context.alive.filter { $0 }.count == 28 * 5)
    ProgressiveDepth().finishStage(1, &context)
    #expect(context.alive.filter { $0 }.count == 28 * 3)
  }

  @Test("top-k keeps the strongest of each row once")
  func top() {
    var early = context(0)
    TopPruning(keep: 1, at: 0.5).remove(&early)
    #expect(early.alive.allSatisfy { $0 })
    var due = context(1)
    TopPruning(keep: 1, at: 0.5).remove(&due)
    #expect(due.alive == [true, false, false, true, false, false, true])
  }

  @Test("the lowest goes at even distances until one is left")
  func lowest() {
    var alive = [Bool](repeating: true, count: 7)
    var left: [Int] = []
    for epoch in 0..<4 {
      var context = context(epoch, alive: alive)
      LowestPruning().remove(&context)
      // What went never returns.
      #expect(zip(alive, context.alive).allSatisfy { $0 || !$1 })
      alive = context.alive
      left.append(alive.filter { $0 }.count)
    }
    #expect(left == [7, 4, 4, 3])
    #expect(alive == [true, false, false, true, false, false, true])
  }

  @Test("sampled accuracy: every operation is used once a round, and the worst goes")
  func sampled() {
    var used = [Int](repeating: 0, count: 7)
    var context = context(3) { mask, oneHot in
      for index in mask.indices where mask[index] { used[index] += 1 }
      // Networks with the first operation of row 0 and of row 2 are bad.
      return oneHot ? 1 - (mask[0] ? 0.5 : 0) - (mask[5] ? 0.25 : 0) : -1
    }
    context.alive = [true, true, true, true, true, true, true]
    context.moment = Moment(epoch: 0, epochs: 2)
    LowestPruning(score: .accuracy).remove(&context)
    #expect(used[0] == 1 && used[1] == 1 && used[2] == 1)
    #expect(!context.alive[0])
  }

  @Test("thresholds by hand: 0.4 / 3, 0.4 / 2; nothing while alpha rests, the strongest stays")
  func threshold() {
    var resting = context(0, rest: 0.5)
    ThresholdPruning().remove(&resting)
    #expect(resting.alive.allSatisfy { $0 })
    var first = context(2, rest: 0.5)
    ThresholdPruning().remove(&first)
    #expect(first.alive == [true, true, true, true, false, false, true])
    var last = context(3, rest: 0.5)
    // 0.95 / 3 = 0.317 takes 0.3 and 0.2.
    ThresholdPruning().remove(&last)
    #expect(last.alive == [true, false, false, true, false, false, true])
  }

  @Test("GOLD-NAS by hand: shares of a node, four more than the surely weak, the pressure's growth")
  func gradual() {
    var context = context(0)
    context.memory = GradualPruning().memory
    // Node 2 holds 2 in all: 0.1 / 2 = 0.05 may go; node 3 holds 1: 0.02 may go.
    GradualPruning().remove(&context)
    #expect(context.alive == [true, true, true, true, false, false, true])
    #expect(context.memory.growth == 2e-5 && abs(context.memory.pressure - 3e-5) < 1e-15)
    #expect(context.memory.quiet == 0)
    GradualPruning().remove(&context)
    #expect(context.memory.growth == 4e-5 && abs(context.memory.pressure - 7e-5) < 1e-15)
    #expect(context.memory.quiet == 1)
    var many = self.context(0)
    many.memory = GradualPruning().memory
    GradualPruning(smallest: 0.3, largest: 0.5, batch: 2).remove(&many)
    #expect(many.memory.pressure == 5e-6 && many.memory.growth == 1e-5)
    #expect(many.alive[6], "the last operation of a node stays")
  }

  @Test("masking decides: what hurts most stays, then nodes lose what hurts least")
  func perturbation() {
    // Masking index 1, 3 or 5 hurts; edge 0 matters more than edge 1.
    func accuracy(_ mask: [Bool], _ oneHot: Bool) -> Double {
      0.4 * (mask[1] ? 1 : 0) + 0.3 * (mask[3] ? 1 : 0) + 0.2 * (mask[5] ? 1 : 0)
    }
    var context = context(0, of: 1, accuracy: accuracy)
    context.layout = AlphaLayout(
      context.layout.rows.map {
        AlphaLayout.Draft(
          group: $0.group,
          edge: $0.edge,
          source: $0.source,
          target: $0.target,
          operations: $0.operations
        )
      },
      rule: KeepRule(edgesPerNode: 1)
    )
    PerturbationSelection(start: 0).remove(&context)
    #expect(context.alive == [false, true, false, false, false, true, false])
  }
}
