import Networks
import Probes
import Statistics
import Testing

@Suite struct RankingTests {
  @Test("a stratified sample goes from no to only parameter-free operations, and can be built")
  func sample() throws {
    let space = CellSpace.darts
    let layout = space.layout(space.paperShape)
    let sample = ArchitectureSample(layout, count: 9, seed: 4)
    #expect(sample.parameterFree.first == 0 && sample.parameterFree.last == 1)
    #expect(zip(sample.parameterFree, sample.parameterFree.dropFirst()).allSatisfy { $0 < $1 })
    for choices in sample.architectures {
      #expect(choices.count == 16 && Set(choices).count == 16)
      #expect(choices.allSatisfy { layout.operation($0) != "none" })
      let architecture = space.architecture(choices, in: layout)
      #expect(try space.choices(of: architecture, in: layout) == choices)
    }
    #expect(ArchitectureSample(layout, count: 9, seed: 4) == sample)
    #expect(ArchitectureSample(layout, count: 9, seed: 5) != sample)
  }

  @Test("NAS-Bench-201 keeps every edge, none included")
  func everyEdge() {
    let space = NASBench201Space.standard
    let layout = space.layout(space.paperShape)
    let sample = ArchitectureSample(layout, count: 40, seed: 1, isStratified: false)
    #expect(sample.architectures.allSatisfy { $0.count == 6 })
    #expect(sample.architectures.joined().contains { layout.operation($0) == "none" })
  }

  @Test("where any subset may be kept, edges keep several operations and every node an input")
  func subsets() throws {
    let space = CellSpace.gold
    let layout = space.layout(space.paperShape)
    for isStratified in [true, false] {
      let sample = ArchitectureSample(layout, count: 9, seed: 2, isStratified: isStratified)
      #expect(sample.architectures.contains { Set($0.map(\.row)).count < $0.count })
      for choices in sample.architectures {
        #expect(Set(choices).count == choices.count)
        let kept = Set(choices.map(\.row))
        #expect(layout.nodes.allSatisfy { !kept.isDisjoint(with: $0.rows) })
        let architecture = space.architecture(choices, in: layout)
        #expect(try space.choices(of: architecture, in: layout) == choices)
      }
    }
    let shares = ArchitectureSample(layout, count: 9, seed: 2).parameterFree
    #expect(try #require(shares.first) < 0.3 && #require(shares.last) > 0.7)
  }

  @Test("a perfect score ranks perfectly; a constant one is undefined, not zero")
  func report() {
    let truth = [0.5, 0.6, 0.7, 0.8, 0.65, 0.55]
    let ids = truth.indices.map { "\($0)" }
    let perfect = RankingReport(ids: ids, score: truth, truth: truth, top: 2, resamples: 100)
    #expect(perfect.entry("tau-b")?.value.value == 1)
    #expect(perfect.entry("regret@1")?.value.value == 0)
    #expect(perfect.entry("precision@2")?.value.value == 1)
    #expect(perfect.ceiling.value == nil)
    let constant = RankingReport(
      ids: ids,
      score: truth.map { _ in 1 },
      truth: truth,
      repeats: (truth, truth.reversed()),
      top: 2,
      resamples: 100
    )
    #expect(constant.entry("tau-b")?.value.value == nil)
    #expect(constant.entry("tau-b")?.value.reason?.isEmpty == false)
    #expect((constant.ceiling.value ?? 1) < 1)
  }

  @Test("the interval contains the estimate and is the same every time")
  func interval() throws {
    let truth: [Double] = (0..<20).map { Double($0 * 7 % 20) }
    let score: [Double] = truth.enumerated().map { $0.element + Double($0.offset * 3 % 5) }
    let ids = truth.indices.map { "\($0)" }
    let one = RankingReport(ids: ids, score: score, truth: truth, resamples: 200, seed: 3)
    let entry = try #require(one.entry("tau-b"))
    let (value, interval) = (try #require(entry.value.value), try #require(entry.interval))
    #expect(interval.contains(value) && interval.lower < interval.upper)
    #expect(one == RankingReport(ids: ids, score: score, truth: truth, resamples: 200, seed: 3))
  }
}
