import Engine
import Networks
import Probes
import Search
import Testing
import Training

@Suite struct HessianSpectrumTests {
  @Test("a matrix with a number that is not finite has no spectrum")
  func notANumber() {
    let spectrum = HessianSpectrum([[1, .nan], [0, 2]])
    #expect(spectrum.values.isEmpty)
    #expect(spectrum.dominant.isNaN && spectrum.trace.isNaN && spectrum.smallest.isNaN)
    #expect(spectrum.negative == 0)
    #expect(HessianSpectrum([[.infinity]]).values.isEmpty)
  }

  @Test("a zero matrix has zeros only")
  func zero() {
    let spectrum = HessianSpectrum([[0, 0], [0, 0]])
    #expect(spectrum.values == [0, 0])
    #expect(spectrum.zeros == 2 && spectrum.negative == 0 && spectrum.asymmetry == 0)
  }

  @Test("tied eigenvalues are all listed")
  func tied() {
    let spectrum = HessianSpectrum([[3, 0, 0], [0, -1, 0], [0, 0, 3]])
    #expect(spectrum.values == [-1, 3, 3])
    #expect(spectrum.negative == 1 && spectrum.trace == 5)
    #expect(abs(spectrum.frobenius - 19.0.squareRoot()) < 1e-15)
  }

  @Test("the dominant value is the largest, not the largest in size")
  func dominant() {
    let spectrum = HessianSpectrum([[0.5, 0], [0, -0.7]])
    #expect(spectrum.dominant == 0.5 && spectrum.smallest == -0.7)
  }

  @Test("asymmetry and the gauge are measured before symmetrizing")
  func checks() {
    #expect(HessianSpectrum([[4, 1], [0, 2]]).asymmetry == 0.25)
    let gauged = [[1.0, -1, 0], [-1, 1, 0], [0, 0, 0]]
    #expect(HessianSpectrum.gaugeDefect(gauged, rows: [[0, 1], [2]]) == 0)
    #expect(HessianSpectrum.gaugeDefect([[1, 0], [0, 1]], rows: [[0, 1]]) == 1)
  }
}

@Suite(.serialized) struct CurvatureProbeTests {
  private func measure(_ change: (inout SearchSpec) -> Void) throws -> CurvatureMeasured {
    var spec = TinySearch.spec()
    spec.probes.curvatureBatch = 8
    spec.probes.curvatureImages = 8
    change(&spec)
    let search = try TinySearch.run(spec)
    let events = try CurvatureProbe().observe(search, epoch: spec.epochs - 1)
    return try #require(events.first as? CurvatureMeasured)
  }

  @Test("the whole Hessian: symmetric, gauge zero, trace and norm right, ends those of Lanczos")
  func dense() throws {
    let event = try measure { $0.probes.curvatureSpectrum = true }
    #expect(event.solver == "dense" && event.spectrum.count == 224 && event.products == 224)
    // 32-bit products: asymmetry is rounding.
    #expect(try #require(event.asymmetry) < 1e-4)
    #expect(event.gaugeDefect < 1e-6 && event.doubt(under: Softmax()) == nil)
    let trace = event.spectrum.reduce(0, +)
    let squares = event.spectrum.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(trace - (event.trace ?? .nan)) < 1e-9)
    #expect(abs(squares - (event.frobenius ?? .nan)) < 1e-6 * squares)
    // One zero a row at least: 2 kinds, 14 edges. The reduction cell is absent from one cell.
    #expect((event.zeros ?? 0) >= 28)
    #expect(event.blocks.map { $0.kind } == ["normal", "reduce"])
    #expect(event.blocks[1].eigenvalue == 0)
    #expect(abs(event.blocks[0].eigenvalue - event.eigenvalue) < 1e-9)
    #expect(event.sharpest?.kind == "normal")
    #expect(event.decayed == event.eigenvalue + 1e-3)
    let ends = try measure {
      $0.probes.curvatureIterations = 40
      $0.probes.curvatureEvery = 1
    }
    #expect(ends.solver == "lanczos" && ends.products == 40)
    #expect(abs(ends.eigenvalue - event.eigenvalue) <= 1e-3 * abs(event.eigenvalue))
    #expect(abs(ends.smallest - event.smallest) <= 1e-3 * abs(event.smallest))
    #expect(ends.trace == nil && ends.gaugeDefect < 1e-9)
  }

  @Test("over several batches the mean Hessian is measured")
  func batches() throws {
    let event = try measure {
      $0.probes.curvatureIterations = 4
      $0.probes.curvatureImages = 16
    }
    #expect(event.images == 16 && event.batch == 8 && event.products == 8)
  }

  @Test("sigmoid has no gauge, and the self-check says so")
  func sigmoid() throws {
    let event = try measure {
      $0.choices.relaxation = Sigmoid()
      $0.probes.curvatureIterations = 2
    }
    #expect(event.gaugeDefect > 0.1 && event.doubt(under: Sigmoid()) == nil)
  }

  @Test("a Hessian that fails its self-check says which")
  func doubt() throws {
    var event = try measure { $0.probes.curvatureSpectrum = true }
    event.gaugeDefect = 0.5
    let gauge = try #require(event.doubt(under: Softmax()))
    #expect(gauge.contains("sum to 0.5"))
    #expect(event.doubt(under: Sigmoid()) == nil)
    event.asymmetry = 0.1
    let other = try #require(event.doubt(under: Sigmoid()))
    #expect(other.contains("transpose by 0.1"))
  }

  @Test("the ends of the weights' Hessian are measured, and probes leave everything as it was")
  func weights() throws {
    var spec = TinySearch.spec()
    spec.probes.curvatureIterations = 6
    spec.probes.curvatureEvery = 1
    let search = try TinySearch.run(spec)
    let state = search.stateHash()
    let gates = search.execution.gateValues
    let events = try WeightCurvatureProbe().observe(search, epoch: 1)
    let event = try #require(events.first as? WeightCurvatureMeasured)
    #expect(event.eigenvalue > 0 && event.gradientNorm > 0 && event.products == 6)
    _ = try CurvatureProbe().observe(search, epoch: 1)
    _ = try ConvergenceProbe().observe(search, epoch: 1)
    #expect(search.stateHash() == state)
    #expect(search.execution.gateValues == gates)
    #expect(search.execution.activeGates.allSatisfy { $0 })
  }

  @Test(
    "a search too short to afford them gets shorter looks, at the weights' Hessian one at its end"
  )
  func shortSearch() throws {
    var spec = TinySearch.spec()
    spec.probes.curvatureIterations = 12
    spec.probes.curvatureBatch = 8
    spec.probes.curvatureImages = 8
    spec.probes.weightCurvature = true
    for (every, first, last, alpha) in [(0, nil, 4, 4), (1, 12, 12, 12)] {
      spec.probes.curvatureEvery = every
      let search = try TinySearch.run(spec)
      let (weights, alphas) = (WeightCurvatureProbe(), CurvatureProbe())
      for (epoch, products) in [(-1, first), (1, last)] {
        let event = try weights.observe(search, epoch: epoch).first as? WeightCurvatureMeasured
        #expect(event?.products == products)
        let other = try alphas.observe(search, epoch: epoch).first as? CurvatureMeasured
        #expect(other?.products == alpha)
      }
    }
  }
}
