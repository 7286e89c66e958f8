import Engine
import Probes
import Statistics
import Testing

@Suite struct ErrorChainTests {
  private static func chain(_ seed: Int, without: [ErrorState] = []) -> ErrorChain {
    let stream = RandomStream(seed: UInt64(seed), name: "states")
    var states: [ErrorState: Double] = [:]
    for (index, state) in ErrorState.allCases.enumerated() where !without.contains(state) {
      states[state] = 50 + 20 * stream.normal(index: UInt64(index))
    }
    return ErrorChain(seed: seed, states: states)
  }

  @Test(
    "steps add up to the whole to 1e-9, negative ones and missing states included",
    arguments: [
      [], [.reference], [.reference, .trainedOn], [.supernet], [.recalibrated, .retrained],
      [.deployed], [.trainedOn, .recalibrated],
    ] as [[ErrorState]]
  )
  func closure(_ missing: [ErrorState]) throws {
    let chains = (1...6).map { Self.chain($0, without: missing) }
    let waterfall = try #require(ErrorWaterfall(chains))
    #expect(abs(waterfall.closure) < 1e-9)
    #expect(waterfall.seeds.count == 6)
    let measured = waterfall.steps.filter { $0.mean != nil }
    #expect(zip(measured, measured.dropFirst()).allSatisfy { $0.to == $1.from })
    for state in missing {
      #expect(!measured.contains { $0.from == state || $0.to == state })
    }
  }

  @Test("what was not measured is never zero and says so")
  func notMeasured() throws {
    let chains = (1...5).map { Self.chain($0, without: [.reference, .deployed]) }
    let waterfall = try #require(ErrorWaterfall(chains))
    let first = try #require(waterfall.steps.first)
    #expect(first.name == "mathematical error" && first.mean == nil)
    #expect(first.verdict == "not measured" && first.interval == nil)
    #expect(waterfall.steps.last?.verdict == "not measured")
    #expect(ErrorWaterfall([ErrorChain(seed: 1, states: [.supernet: 3])]) == nil)
  }

  @Test("a step that cannot be told from zero says so; one that can, too")
  func verdicts() throws {
    let noise = [-1.0, 1, -0.5, 0.5, 0.1]
    let chains = noise.enumerated().map { seed, value in
      ErrorChain(
        seed: seed,
        states: [.supernet: 80 + value, .recalibrated: 80, .retrained: 90 + value / 10]
      )
    }
    let waterfall = try #require(ErrorWaterfall(chains))
    let discretization = try #require(waterfall.steps.first { $0.name == "discretization" })
    #expect(discretization.verdict == "cannot be told from zero")
    let retraining = try #require(waterfall.steps.first { $0.to == .retrained })
    #expect(retraining.verdict == "told from zero" && (retraining.mean ?? 0) < 0)
    let few = try #require(ErrorWaterfall(Array(chains.prefix(4))))
    #expect(few.steps[2].interval == nil)
    #expect(few.steps[2].verdict == "no interval: fewer than five seeds")
  }

  @Test("the interval over seeds is Student's")
  func interval() throws {
    let chains = [1.0, 2, 3, 4, 5].enumerated().map {
      ErrorChain(seed: $0.offset, states: [.supernet: $0.element, .recalibrated: 0])
    }
    let step = try #require(ErrorWaterfall(chains)?.steps.first { $0.mean != nil })
    // mean 3, standard error sqrt(2.5 / 5), t(4) = 2.776.
    let interval = try #require(step.interval)
    #expect(abs(interval.lower - (3 - 2.776 * 0.5.squareRoot())) < 1e-12)
    #expect(abs(interval.upper - (3 + 2.776 * 0.5.squareRoot())) < 1e-12)
  }

  @Test("a seed that lacks a state counts for no step")
  func wholeSeeds() throws {
    let chains = (1...5).map { Self.chain($0) } + [Self.chain(6, without: [.retrained])]
    let waterfall = try #require(ErrorWaterfall(chains))
    #expect(waterfall.seeds == [1, 2, 3, 4, 5])
  }
}
