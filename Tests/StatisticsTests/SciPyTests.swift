import Foundation
import Statistics
import Testing

/// The draws that the fixtures' script makes too: SplitMix64 of the number.
func draw(_ number: Int, _ bound: Int) -> Int {
  var z = UInt64(number + 1) &* 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return Int((z ^ (z >> 31)) % UInt64(bound))
}

/// A line of fixtures/statistics/scipy.jsonl.
struct SciPySample: Decodable {
  let x: [Double]
  let y: [Double]
  let accuracy: [Double]
  let tauB: Double?
  let spearman: Double?
  let pearson: Double?
  let sparse: Double?
  let area: Double?
  let ranks: [Double]
  let quantiles: [Double]
  let deviation: Double
  let wilson: [Double]
  let percentile: [Double]?
  let bca: [Double]?

  static let lines: [String] = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../fixtures/statistics/scipy.jsonl")
    return ((try? String(contentsOf: path, encoding: .utf8)) ?? "").split(separator: "\n")
      .map(String.init)
  }()

  static let all: [SciPySample] = lines.dropLast().compactMap {
    try? JSONDecoder().decode(SciPySample.self, from: Data($0.utf8))
  }
}

/// Whether two numbers agree to 1e-12, absolutely or relatively; nil agrees with nil.
func agree(_ ours: Double?, _ theirs: Double?) -> Bool {
  guard let ours, let theirs else { return ours == nil && theirs == nil }
  return abs(ours - theirs) <= 1e-12 * max(1, abs(theirs))
}

@Suite("Agreement with SciPy to 1e-12")
struct SciPyTests {
  @Test("The fixtures hold 200 samples, at least 100 of them with ties")
  func fixtures() {
    #expect(SciPySample.all.count == 200)
    #expect(SciPySample.all.count { Set($0.x).count < $0.x.count } >= 100)
    #expect(SciPySample.all.count { $0.bca != nil } >= 10)
  }

  @Test("Rank and linear correlations agree on every sample")
  func correlations() {
    for (number, sample) in SciPySample.all.enumerated() {
      #expect(agree(KendallTau.tauB(sample.x, sample.y).value, sample.tauB), "\(number)")
      #expect(agree(Correlation.spearman(sample.x, sample.y).value, sample.spearman), "\(number)")
      #expect(agree(Correlation.pearson(sample.x, sample.y).value, sample.pearson), "\(number)")
      let sparse = KendallTau.sparse(score: sample.x, accuracy: sample.accuracy)
      #expect(agree(sparse.value, sample.sparse), "\(number)")
    }
  }

  @Test("Ranks, quantiles, deviations and the area under the curve agree on every sample")
  func summaries() throws {
    for (number, sample) in SciPySample.all.enumerated() {
      #expect(Ranks.mean(sample.x) == sample.ranks, "\(number)")
      for (level, value) in zip([0, 0.1, 0.25, 0.5, 0.975, 1], sample.quantiles) {
        #expect(agree(Quantile.of(sample.x, level).value, value), "\(number) at \(level)")
      }
      let summary = try #require(Summary(sample.x))
      #expect(agree(summary.deviation, sample.deviation), "\(number)")
      #expect(agree(summary.median, sample.quantiles[3]), "\(number)")
      let median = try #require(Quantile.of(sample.y, 0.5).value)
      let area = ROCCurve.area(score: sample.x, isPositive: sample.y.map { $0 > median })
      #expect(agree(area.value, sample.area), "\(number)")
    }
  }

  @Test("Wilson and bootstrap intervals agree")
  func intervals() throws {
    for (number, sample) in SciPySample.all.enumerated() {
      let wilson = try #require(
        Interval.wilson(successes: Int(sample.wilson[0]), trials: sample.x.count)
      )
      #expect(agree(wilson.lower, sample.wilson[1]), "\(number)")
      #expect(agree(wilson.upper, sample.wilson[2]), "\(number)")
      for (method, theirs) in [
        (Bootstrap.Method.percentile, sample.percentile), (.bca, sample.bca),
      ] {
        guard let theirs else { continue }
        let bootstrap = Bootstrap(count: sample.x.count, resamples: 300, draw: draw)
        let ours = bootstrap.interval(method: method) { places in
          KendallTau.tauB(places.map { sample.x[$0] }, places.map { sample.y[$0] }).value
        }
        #expect(agree(ours.interval?.lower, theirs[0]), "\(number) \(method)")
        #expect(agree(ours.interval?.upper, theirs[1]), "\(number) \(method)")
      }
    }
  }

  @Test("The normal distribution agrees, far tails included")
  func normal() throws {
    struct Line: Decodable {
      let levels: [Double]
      let normalQuantiles: [Double]
      let points: [Double]
      let normalCumulative: [Double]
    }
    let text = try #require(SciPySample.lines.last)
    let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
    for (level, value) in zip(line.levels, line.normalQuantiles) {
      #expect(agree(NormalDistribution.quantile(level), value), "\(level)")
    }
    for (point, value) in zip(line.points, line.normalCumulative) {
      let error = abs(NormalDistribution.cumulative(point) - value)
      #expect(error <= 1e-12 * value, "\(point)")
    }
  }
}
