import Engine
import Testing

@Suite struct LanczosTests {
  @Test("the ends are found to the tolerance asked for, with few products")
  func ends() {
    let (matrix, values) = KnownSpectra.chain(120)
    var products = 0
    let result = Lanczos(
      ends: 3,
      start: KnownSpectra.start(120),
      tolerance: 1e-9,
      maximumSteps: 120
    ) {
      products += 1
      return KnownSpectra.product(matrix)($0)
    }
    #expect(products < 120)
    for (pair, expected) in zip(result.largest(3), values.reversed()) {
      #expect(abs(pair.value - expected) < 1e-9)
      #expect(pair.residual < 4e-9)
    }
    for (pair, expected) in zip(result.smallest(3), values) {
      #expect(abs(pair.value - expected) < 1e-9)
    }
  }

  @Test("the basis stays orthogonal, so no eigenvalue appears twice")
  func noGhosts() {
    // A far outlier makes a plain recurrence lose orthogonality and find it again.
    let values = (0..<49).map { Double($0) / 49 } + [1000]
    let matrix = KnownSpectra.reflected(values)
    let result = Lanczos(start: KnownSpectra.start(50), steps: 50) {
      KnownSpectra.product(matrix)($0)
    }
    #expect(result.pairs.filter { $0.value > 2 }.count == 1)
    for (pair, expected) in zip(result.pairs, values) { #expect(abs(pair.value - expected) < 1e-9) }
  }

  @Test("Ritz vectors are eigenvectors to their residual")
  func vectors() {
    let matrix = KnownSpectra.chain(40).matrix
    let result = Lanczos(start: KnownSpectra.start(40), steps: 30) {
      KnownSpectra.product(matrix)($0)
    }
    for index in [0, 29] {
      let (pair, vector) = (result.pairs[index], result.vector(index))
      let rest = zip(KnownSpectra.product(matrix)(vector), vector).map { $0 - pair.value * $1 }
      let length = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(length - pair.residual) < 1e-12)
    }
  }

  @Test("a tied eigenvalue is found once, and as often as it occurs with restarts")
  func ties() {
    let values = [-1.0, 2, 2, 2, 5, 5]
    let matrix = KnownSpectra.reflected(values)
    let product = KnownSpectra.product(matrix)
    let once = Lanczos(start: KnownSpectra.start(6), steps: 6, product: product)
    #expect(once.pairs.count == 3)
    for (pair, expected) in zip(once.pairs, [-1.0, 2, 5]) {
      #expect(abs(pair.value - expected) < 1e-12)
    }
    let all = Lanczos(
      start: KnownSpectra.start(6),
      steps: 6,
      restarts: RandomStream(seed: 4, name: "restarts"),
      product: product
    )
    #expect(all.pairs.count == 6)
    for (pair, expected) in zip(all.pairs, values) { #expect(abs(pair.value - expected) < 1e-12) }
  }

  @Test("the zero operator has the eigenvalue zero")
  func zero() {
    let result = Lanczos(start: [1, 2, 3], steps: 3) { $0.map { _ in 0 } }
    #expect(result.pairs.map { $0.value } == [0])
    #expect(result.pairs.map { $0.residual } == [0])
  }

  @Test("a start of zero has no pairs")
  func zeroStart() {
    #expect(Lanczos(start: [0, 0], steps: 2) { $0 }.pairs.isEmpty)
  }

  @Test("an operator that is no number at some step makes every pair NaN", arguments: [0, 2])
  func notFinite(_ bad: Int) {
    let matrix = KnownSpectra.chain(5).matrix
    var step = 0
    let result = Lanczos(start: KnownSpectra.start(5), steps: 5) { vector in
      defer { step += 1 }
      var next = KnownSpectra.product(matrix)(vector)
      if step == bad { next[1] = .nan }
      return next
    }
    #expect(result.pairs.count == bad + 1)
    #expect(result.pairs.allSatisfy { $0.value.isNaN && $0.residual.isNaN })
    #expect(Lanczos(start: [.nan, 1], steps: 2) { $0 }.pairs.allSatisfy { $0.value.isNaN })
  }
}
