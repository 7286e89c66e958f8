import Engine
import Networks
import Probes
import Search
import Testing
import Training

@Suite struct GateSettingTests {
  private let layout = CellSpace.darts.layout(CellSpace.darts.paperShape)

  /// Weights that rise with the index, `none` (first of a row) largest on every other row.
  private var weights: [Double] {
    layout.rows.enumerated().flatMap { number, row in
      row.operations.indices.map { position in
        position == 0 ? (number % 2 == 0 ? 0.9 : 0.01) : Double(position + number) / 100
      }
    }
  }

  @Test("top-2 is what the derivation of DARTS keeps")
  func topTwo() {
    let derived = ArgmaxTop2().choices(DerivationContext(layout: layout, weights: weights))
    let setting = GateSetting.strongest(weights, edges: 2, in: layout)
    #expect(setting == GateSetting(derived, in: layout))
    #expect(setting.active.filter { $0 }.count == 16)
  }

  @Test("top-1 keeps one edge a node, with its old weight when asked")
  func topOne() {
    let setting = GateSetting.strongest(weights, edges: 1, keepsWeights: true, in: layout)
    #expect(setting.active.filter { $0 }.count == 8)
    #expect(zip(setting.values, weights).allSatisfy { $0 == 0 || $0 == $1 })
  }

  @Test("with none, edges on which it is strongest are left out, but no node without an edge")
  func withNone() {
    let setting = GateSetting.strongest(weights, edges: 4, withNone: true, in: layout)
    for (number, row) in layout.rows.enumerated() where number % 2 == 0 {
      #expect(row.range.allSatisfy { !setting.active[$0] })
    }
    let all = weights.indices.map { index in
      layout.rows.contains { $0.offset == index } ? 1 : weights[index]
    }
    let forced = GateSetting.strongest(all, edges: 2, withNone: true, in: layout)
    #expect(forced.active.filter { $0 }.count == 8)
  }

  @Test("without none a row keeps its sum; halfway is halfway; one row is decided alone")
  func mixtures() throws {
    let setting = GateSetting.withoutNone(weights, in: layout)
    for row in layout.rows {
      let (old, new) = row.range.reduce((0.0, 0.0)) {
        ($0.0 + weights[$1], $0.1 + setting.values[$1])
      }
      #expect(abs(old - new) < 1e-12 && setting.values[row.offset] == 0)
    }
    let half = GateSetting.between([1, 0, 0], [0, 0, 1], share: 0.5)
    #expect(half.values == [0.5, 0, 0.5] && half.active == [true, false, true])
    let (decided, operation) = try #require(GateSetting.decided(layout.rows[3], weights))
    #expect(operation == "dil_conv_5x5")
    #expect(layout.rows[3].range.map { decided.values[$0] } == [0, 0, 0, 0, 0, 0, 0, 1])
    #expect(decided.values[0] == weights[0])
  }

  @Test("paired intervals: equal scores lose nothing, worse ones lose what is counted")
  func paired() {
    let one = ImageScores(losses: [1, 2, 3, 4], correct: [1, 1, 1, 0])
    let none = PairedLoss(from: one, to: one)
    #expect(none.accuracy == 0 && none.accuracyInterval == [0, 0] && !none.isDistinct)
    let other = ImageScores(losses: [2, 3, 4, 5], correct: [0, 0, 0, 0])
    let loss = PairedLoss(from: one, to: other)
    #expect(loss.accuracy == 0.75 && loss.nats == 1 && loss.natsInterval == [1, 1])
    // Differences 1, 1, 1, 0: standard error sqrt(0.25 / 4).
    #expect(abs(loss.accuracyInterval[0] - (0.75 - 1.96 * 0.25)) < 1e-12)
  }
}

@Suite struct DiscretizationDetailTests {
  @Test("every variant is measured and everything put back bit for bit, twice the same")
  func detail() throws {
    var spec = TinySearch.spec()
    spec.epochs = 1
    spec.probes.discretizationTuning = [1, 2]
    spec.probes.frozenEpochs = 1
    spec.probes.rankingArchitectures = 2
    let search = try TinySearch.run(spec)
    try search.step(epoch: 0, number: 0)
    let state = search.stateHash()
    let running = search.execution.runningStatistics
    let probe = DiscretizationDetailProbe()
    let event = try #require(
      try probe.observe(search, epoch: 0).first as? DiscretizationDetailed
    )
    #expect(search.stateHash() == state)
    #expect(search.execution.runningStatistics == running)
    #expect(search.execution.activeGates.allSatisfy { $0 })
    #expect(event.edges.count == 28 && event.trainedOn != nil && event.images == 8)
    let supernet = try #require(event.variant("supernet", "batch"))
    #expect(supernet.loss.accuracy == 0 && supernet.loss.nats == 0)
    #expect(event.variant("derived", "running") != nil)
    #expect(event.variant("derived", "recalibrated") != event.variant("derived", "running"))
    #expect(event.variant("tuned-2", "recalibrated") != nil)
    // With batch statistics top-2 without none is the derived network.
    #expect(event.variant("top-2", "batch")?.score == event.variant("derived", "batch")?.score)
    #expect(try probe.observe(search, epoch: 0).first as? DiscretizationDetailed == event)
    let ranking = try #require(
      try RankingProbe().observe(search, epoch: 0).first as? RankingMeasured
    )
    #expect(ranking.entries.map { $0.parameterFree } == [0, 1])
    #expect(search.stateHash() == state)
    #expect(search.execution.runningStatistics == running)
  }
}
