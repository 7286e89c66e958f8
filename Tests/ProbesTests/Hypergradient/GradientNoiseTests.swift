import Engine
import Probes
import Records
import Search
import Testing

@Suite struct GradientNoiseTests {
  /// Estimates around `center` with a normal spread of `deviation` a coordinate.
  private func estimates(_ center: [Double], deviation: Double, count: Int) -> [[Double]] {
    let stream = RandomStream(seed: 2, name: "noise")
    return (0..<count).map { draw in
      center.indices.map {
        center[$0] + deviation * stream.normal(step: UInt64(draw), index: UInt64($0))
      }
    }
  }

  @Test("two estimates worked by hand: the error is bias and variance, both unbiased")
  func byHand() {
    // Truth (2, 0); estimates (3, 1) and (3, -1): mean (3, 0), off by 1; variance 2, a half of it in the mean.
    let noise = GradientNoise([[3, 1], [3, -1]], truth: [2, 0])
    #expect(noise.variance == 2.0 / 4)
    #expect(noise.squaredBias == (1.0 - 2.0 / 2) / 4)
    #expect(noise.squaredError == 2.0 / 4)
  }

  @Test("bias squared and variance add up to the square error, with rows too")
  func identity() {
    let truth = [0.5, -1, 0.2, 0.3, -0.7]
    let all = estimates([0.7, -0.4, 0.1, 0.9, -0.2], deviation: 0.4, count: 9)
    for rows in [[], [[0, 1, 2], [3, 4]]] as [[[Int]]] {
      let noise = GradientNoise(all, truth: truth, rows: rows)
      #expect(abs(noise.squaredBias + noise.variance - noise.squaredError) < 1e-14)
    }
  }

  @Test("a known bias and a known spread are found, whatever the number of minibatches")
  func recovered() {
    let truth = [3.0, 4, 0, 0]
    let center = [3.0, 4, 0, 2]
    for count in [400, 4000] {
      let noise = GradientNoise(estimates(center, deviation: 0.5, count: count), truth: truth)
      #expect(abs(noise.squaredBias - 4.0 / 25) < 0.02)
      #expect(abs(noise.variance - 4 * 0.25 / 25) < 0.006)
    }
    // Without a bias what is left of it is as often below zero as above.
    let none = (0..<40).map { seed in
      let stream = RandomStream(seed: UInt64(seed), name: "unbiased")
      return GradientNoise(
        (0..<4).map { draw in
          truth.indices.map {
            truth[$0] + stream.normal(step: UInt64(draw), index: UInt64($0))
          }
        },
        truth: truth
      ).squaredBias
    }
    #expect(none.contains { $0 < 0 } && none.contains { $0 > 0 })
    #expect(abs(none.reduce(0, +) / 40) < 0.03)
  }

  @Test("a row's mean moves nothing")
  func centring() {
    let rows = [[0, 1], [2, 3]]
    let all = estimates([1, 2, 3, 4], deviation: 1, count: 5)
    let plain = GradientNoise(all, truth: [1, 0, 0, 1], rows: rows)
    let moved = GradientNoise(
      all.map { [$0[0] + 7, $0[1] + 7, $0[2], $0[3]] },
      truth: [1, 0, -2, -1],
      rows: rows
    )
    #expect(abs(plain.squaredError - moved.squaredError) < 1e-12)
    #expect(abs(plain.squaredBias - moved.squaredBias) < 1e-12)
  }

  @Test(
    "minibatches of a search: as many images as said, drawn by seed, the same truth as the probe's"
  )
  func search() throws {
    var spec = TinySearch.spec()
    spec.probes.hypergradientEpochs = [0]
    spec.probes.hypergradientImages = 16
    spec.probes.hypergradientSteps = 2
    func events() throws -> [any RunEvent] {
      try HypergradientProbe().observe(try TinySearch.run(spec), epoch: 0)
    }
    let found = try events()
    let noise = try #require(found.compactMap { $0 as? GradientNoiseMeasured }.first)
    let truth = try #require(found.compactMap { $0 as? HypergradientMeasured }.first)
    #expect(noise.images == 16 && noise.minibatchImages == 4)
    #expect(noise.minibatches == 16 && (0...16).contains(noise.indefinite))
    let current = truth.estimates.filter { $0.point == "current" }
    #expect(noise.estimates.map { $0.name } == current.map { $0.name })
    #expect(noise.estimates.map { $0.fullError } == current.map { $0.comparison.relativeError })
    for estimate in noise.estimates {
      let parts = estimate.noise
      #expect(parts.variance > 0, "\(estimate.name)")
      #expect(
        abs(parts.squaredBias + parts.variance - parts.squaredError) < 1e-9 * parts.squaredError
      )
    }
    let again = try #require(try events().compactMap { $0 as? GradientNoiseMeasured }.first)
    #expect(again == noise)
  }

  @Test("too few images for minibatches of two: nothing is measured")
  func tooFew() throws {
    var spec = TinySearch.spec()
    spec.probes.hypergradientEpochs = [0]
    spec.probes.hypergradientImages = 7
    spec.probes.hypergradientSteps = 2
    let found = try HypergradientProbe().observe(try TinySearch.run(spec), epoch: 0)
    #expect(found.count == 1 && found[0] is HypergradientMeasured)
  }
}
