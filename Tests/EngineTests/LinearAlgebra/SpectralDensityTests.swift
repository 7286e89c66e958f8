import Engine
import Testing

@Suite struct SpectralDensityTests {
  private let stream = RandomStream(seed: 21, name: "probes")

  private func density(
    _ matrix: [[Double]],
    probes: Int = 12,
    steps: Int = 30
  ) throws -> SpectralDensity {
    try SpectralDensity(
      dimension: matrix.count,
      probes: probes,
      steps: steps,
      stream: stream,
      product: KnownSpectra.product(matrix)
    )
  }

  /// Whether `truth` lies within `errors` standard errors.
  private func covers(_ estimate: Estimate, _ truth: Double, errors: Double = 3) -> Bool {
    abs(estimate.mean - truth) <= errors * estimate.standardError + 1e-12
  }

  @Test("sums over the spectrum are those of the known eigenvalues within their error bars")
  func sums() throws {
    let (matrix, values) = KnownSpectra.chain(80)
    let found = try density(matrix)
    #expect(covers(found.trace, values.reduce(0, +)))
    #expect(covers(found.sum { $0 * $0 }, values.reduce(0) { $0 + $1 * $1 }))
    #expect(covers(found.sum { Portable.exp(-$0) }, values.reduce(0) { $0 + Portable.exp(-$1) }))
    #expect(found.sum { $0 * $0 }.standardError > 0)
  }

  @Test("the density is that of the known eigenvalues within its error bars, and integrates to one")
  func shape() throws {
    let (matrix, values) = KnownSpectra.chain(80)
    let found = try density(matrix, probes: 20, steps: 50)
    let (width, step) = (0.2, 0.05)
    let points = (-20...100).map { Double($0) * step }
    let curve = found.density(at: points, width: width)
    #expect(abs(curve.reduce(0) { $0 + $1.mean * step } - 1) < 1e-3)
    let height = 1 / (width * (2 * Double.pi).squareRoot())
    for (point, estimate) in zip(points, curve) {
      let truth = values.reduce(0) {
        let distance = (point - $1) / width
        return $0 + height * Portable.exp(-distance * distance / 2) / 80
      }
      #expect(covers(estimate, truth, errors: 4.5))
    }
  }

  @Test("tied eigenvalues share a node that weighs their share")
  func ties() throws {
    let found = try density(KnownSpectra.reflected([0, 0, 0, 0, 0, 0, 3, 3]), probes: 60)
    for probe in found.quadratures { #expect(probe.nodes.count == 2) }
    #expect(covers(found.share(below: 1), 0.75))
    #expect(covers(found.trace, 6))
  }

  @Test("zero is one node at zero without spread")
  func zero() throws {
    let found = try density([[0, 0], [0, 0]], probes: 3)
    #expect(found.quadratures.allSatisfy { $0.nodes == [0] && $0.weights == [1] })
    #expect(found.trace == Estimate([0, 0, 0]))
    #expect(found.range == 0...0)
  }

  @Test("what is no number is refused")
  func notFinite() {
    #expect(throws: SpectrumError.self) { try density([[1, .nan], [.nan, 1]], probes: 2) }
    #expect(throws: SpectrumError.self) {
      try HutchinsonTrace.estimate(dimension: 2, probes: 1, stream: stream) { $0.map { _ in .nan } }
    }
  }

  @Test("Hutchinson's trace covers the truth and is exact for diagonal matrices")
  func trace() throws {
    let matrix = KnownSpectra.reflected((0..<40).map { Double($0) - 10 })
    let truth = (0..<40).reduce(0) { $0 + Double($1) - 10 }
    let found = try HutchinsonTrace.estimate(
      dimension: 40,
      probes: 50,
      stream: stream,
      product: KnownSpectra.product(matrix)
    )
    #expect(covers(found, truth))
    #expect(found.standardError > 0.1 && found.standardError < 20)
    let exact = try HutchinsonTrace.estimate(dimension: 3, probes: 4, stream: stream) {
      [2 * $0[0], -$0[1], 5 * $0[2]]
    }
    #expect(exact == Estimate([6, 6, 6, 6]))
    // One probe knows no spread.
    #expect(Estimate([1]).standardError == .infinity)
  }
}
