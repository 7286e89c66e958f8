import Engine
import Networks
import Search
import Testing

@Suite struct AlphaHessianTests {
  @Test("in alpha, weights and mixed a whole supernet agrees with differences to 1e-6")
  func differences() {
    let small = SmallSupernet(labelSmoothing: 0.1)
    let hessian = AlphaHessian(small.execution, map: small.map)
    let (v, w) = (small.alphaDirection(1), small.weightDirection(2))
    let alongAlpha = small.differences(alpha: v, weights: nil)
    let still = [Double](repeating: 0, count: v.count)
    let alongWeights = small.differences(alpha: still, weights: w)
    func product() -> [Double] {
      small.execution.parameters.flatMap { hessian.weightProduct(of: $0) }
    }

    hessian.look(at: small.alpha, count: 6)
    #expect(relativeError(hessian.product(v, weights: true), alongAlpha.alpha) < 1e-6)
    #expect(relativeError(product(), alongAlpha.weights) < 1e-6)
    let mixed = small.stored(w).withUnsafeBytes { hessian.mixedProduct($0, weights: true) }
    #expect(relativeError(mixed, alongWeights.alpha) < 1e-6)
    #expect(relativeError(product(), alongWeights.weights) < 1e-6)
  }

  @Test("each block is symmetric and the mixed blocks are transposes, to rounding")
  func symmetry() {
    let small = SmallSupernet()
    let hessian = AlphaHessian(small.execution, map: small.map)
    hessian.look(at: small.alpha, count: 6)
    let (u, v) = (small.alphaDirection(3), small.alphaDirection(4))
    let (x, y) = (small.weightDirection(5), small.weightDirection(6))
    func weights() -> [Double] {
      small.execution.parameters.flatMap { hessian.weightProduct(of: $0) }
    }
    let alphaOfU = hessian.product(u, weights: true)
    let weightsOfU = weights()
    let alphaOfV = hessian.product(v)
    let mixedOfX = small.stored(x).withUnsafeBytes { hessian.mixedProduct($0, weights: true) }
    let weightsOfX = weights()
    _ = small.stored(y).withUnsafeBytes { hessian.mixedProduct($0, weights: true) }
    let weightsOfY = weights()
    let (flatX, flatY) = (Array(x.joined()), Array(y.joined()))
    for (left, right) in [
      (dot(alphaOfU, v), dot(alphaOfV, u)), (dot(weightsOfX, flatY), dot(weightsOfY, flatX)),
      (dot(weightsOfU, flatX), dot(mixedOfX, u)),
    ] {
      #expect(abs(left - right) < 1e-11 * max(1, abs(left)))
    }
  }

  @Test("the whole matrix has the products as its columns and the gauge of the softmax")
  func matrix() throws {
    let small = SmallSupernet()
    let hessian = AlphaHessian(small.execution, map: small.map)
    hessian.look(at: small.alpha, count: 6)
    var counted = 0
    let matrix = hessian.matrix { done, _ in counted = done }
    // `none` takes part in the softmax and in nothing else, so it needs no product.
    #expect(counted == small.alpha.count * 7 / 8)
    #expect(matrix.rows.count == 80)
    #expect(matrix.asymmetry < 1e-12)
    #expect(matrix.gaugeError(width: 8) < 1e-12)
    let v = small.alphaDirection(7)
    let product = matrix.rows.map { dot($0, v) }
    #expect(relativeError(product, hessian.product(v)) < 1e-12)

    let values = try matrix.spectrum().values
    let lanczos = Lanczos(
      ends: 2,
      start: small.alphaDirection(8),
      tolerance: 1e-8,
      maximumSteps: 60
    ) { hessian.product($0) }
    #expect(abs((lanczos.largest(1).first?.value ?? 0) - (values.last ?? 0)) < 1e-8)
    #expect(abs((lanczos.smallest(1).first?.value ?? 0) - (values.first ?? 0)) < 1e-8)
    // One dimension per edge along which nothing changes.
    #expect(values.filter { abs($0) < 1e-12 }.count >= 10)
  }

  @Test("in single precision the gauge holds to its rounding")
  func single() {
    let small = SmallSupernet(precision: .float)
    let hessian = AlphaHessian(small.execution, map: small.map)
    hessian.look(at: small.alpha, count: 6)
    let matrix = hessian.matrix()
    #expect(matrix.gaugeError(width: 8) < 1e-12)
    #expect(matrix.asymmetry < 1e-4)
  }

  @Test("an inactive operation has a row of zeros in the gates' Hessian")
  func inactive() {
    let small = SmallSupernet()
    for gate in small.execution.activeGates.indices where gate % 8 == 5 {
      small.execution.activeGates[gate] = false
    }
    let hessian = AlphaHessian(small.execution, map: IdentityGates())
    hessian.look(at: small.map.gates(at: small.alpha), count: 6)
    let matrix = hessian.matrix()
    for (index, row) in matrix.rows.enumerated() {
      #expect(row.allSatisfy { $0 == 0 } == (index % 8 == 5 || index % 8 == 0))
    }
  }

  @Test(
    "second derivatives of the relaxations agree with differences",
    arguments: [Softmax() as any SecondOrderRelaxation, Sigmoid()]
  )
  func relaxations(_ relaxation: any SecondOrderRelaxation) {
    let map = RelaxedEdges(relaxation, width: 4)
    let noise = RandomStream(seed: 9, name: "relaxation")
    let vectors = (0..<3).map { step in
      (0..<8).map { noise.normal(step: UInt64(step), index: UInt64($0)) }
    }
    let (alpha, direction, gradient) = (vectors[0], vectors[1], vectors[2])
    func central(_ body: ([Double]) -> [Double]) -> [Double] {
      func at(_ width: Double) -> [Double] { body(zip(alpha, direction).map { $0 + width * $1 }) }
      return zip(at(1e-5), at(-1e-5)).map { ($0 - $1) / 2e-5 }
    }
    let moved = map.pushforward(direction, at: alpha)
    #expect(relativeError(moved, central { map.gates(at: $0) }) < 1e-8)
    let bent = map.pullbackTangent(gradient, along: direction, at: alpha)
    #expect(relativeError(bent, central { map.pullback(gradient, at: $0) }) < 1e-8)
  }
}
