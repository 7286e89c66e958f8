import Engine
import Search
import Testing

/// Checks on single rows, in Double.
@Suite struct RelaxationTests {
  private let alpha = [0.3, -1.2, 0.8, 0.05]
  private let gradient = [0.7, -0.4, 1.3, 0.2]
  private let parametric = [false, true, true, false]

  private func row(_ alpha: [Double], epoch: Int = 3) -> RelaxationRow {
    RelaxationRow(alpha, isParametric: parametric, moment: Moment(epoch: epoch, epochs: 10))
  }

  private func point(_ step: UInt64, isForAlpha: Bool = true) -> DrawPoint {
    DrawPoint(
      stream: RandomStream(seed: 5, name: "test"),
      step: step,
      isForAlpha: isForAlpha
    )
  }

  private func differences(_ value: ([Double]) -> Double) -> [Double] {
    alpha.indices.map { index in
      var (above, below) = (alpha, alpha)
      above[index] += 1e-5
      below[index] -= 1e-5
      return (value(above) - value(below)) / 2e-5
    }
  }

  private func dot(_ weights: [Double]) -> Double {
    zip(weights, gradient).reduce(0) { $0 + $1.0 * $1.1 }
  }

  @Test("pullbacks agree with central differences", arguments: RelaxationCatalog.all.map { $0.id })
  func pullback(_ id: String) throws {
    let relaxation = try #require(RelaxationCatalog.choice(id))
    let expected = differences { dot(relaxation.weights(row($0))) }
    let found = relaxation.pullback(row(alpha), gradient)
    for (one, other) in zip(found, expected) { #expect(abs(one - other) < 1e-8) }
  }

  @Test("a draw repeats at its address and differs at another", arguments: ["gumbel-softmax"])
  func addressed(_ id: String) throws {
    let relaxation = try #require(RelaxationCatalog.choice(id))
    let first = relaxation.draw(row(alpha), at: point(1)).weights
    #expect(relaxation.draw(row(alpha), at: point(1)).weights == first)
    #expect(relaxation.draw(row(alpha), at: point(2)).weights != first)
  }

  @Test("a temperature of one half doubles the softmax's slope at equal alphas")
  func temperature() {
    let cold = Softmax(temperature: Temperature(start: 0.5, end: 0.5, decay: .linear))
    let equal = [0.0, 0, 0, 0]
    // p = 1/4 each: p (g - mean g) / T with mean 0.45.
    let expected = gradient.map { 0.25 * ($0 - 0.45) / 0.5 }
    for (one, other) in zip(cold.pullback(row(equal), gradient), expected) {
      #expect(abs(one - other) < 1e-15)
    }
  }

  @Test("temperatures follow the papers: GDAS 10 to 0.1 in a line, FBNet by exp(-0.045) an epoch")
  func schedules() {
    let gdas = GumbelHard().temperature
    #expect(gdas.value(Moment(epoch: 0, epochs: 250)) == 10)
    #expect(abs(gdas.value(Moment(epoch: 249, epochs: 250)) - 0.1) < 1e-12)
    #expect(abs(gdas.value(Moment(epoch: 1, epochs: 250)) - (10 - 9.9 / 249)) < 1e-12)
    let fbnet = Temperature(start: 5, end: 0.091, decay: .exponential)
    let ratio = fbnet.value(Moment(epoch: 1, epochs: 90)) / 5
    #expect(abs(ratio - 0.956) < 1e-3)
  }

  @Test("Gumbel-softmax is the softmax of alpha and the stream's noise over the temperature")
  func gumbelSoftmax() {
    let relaxation = GumbelSoftmax(temperature: Temperature(start: 0.7, end: 0.7, decay: .linear))
    let draw = relaxation.draw(row(alpha), at: point(9))
    let stream = RandomStream(seed: 5, name: "test")
    let noise = alpha.indices.map { stream.gumbel(step: 9, index: UInt64($0)) }
    func z(_ alpha: [Double]) -> [Double] {
      Softmax().weights(row(zip(alpha, noise).map { ($0 + $1) / 0.7 }))
    }
    #expect(draw.weights == z(alpha))
    let expected = differences { dot(z($0)) }
    for (one, other) in zip(draw.pullback(gradient), expected) { #expect(abs(one - other) < 1e-8) }
  }

  @Test("straight through: forwards one-hot, backwards the soft Jacobian of what was drawn")
  func gumbelHard() {
    let relaxation = GumbelHard(temperature: Temperature(start: 2, end: 2, decay: .linear))
    for step in 0..<20 {
      let draw = relaxation.draw(row(alpha), at: point(UInt64(step)))
      let soft = GumbelSoftmax(temperature: Temperature(start: 2, end: 2, decay: .linear))
        .draw(row(alpha), at: point(UInt64(step))).weights
      let chosen = soft.indices.max { soft[$0] < soft[$1] } ?? 0
      #expect(draw.weights == alpha.indices.map { $0 == chosen ? 1 : 0 })
      #expect(draw.active == alpha.indices.map { $0 == chosen })
      // h = onehot - stop(z) + z, so dh_c/dalpha_k = z_c (delta_ck - z_k) / T.
      let expected = alpha.indices.map { k in
        gradient[chosen] * soft[chosen] * ((k == chosen ? 1 : 0) - soft[k]) / 2
      }
      for (one, other) in zip(draw.pullback(gradient), expected) {
        #expect(abs(one - other) < 1e-15)
      }
    }
  }

  @Test("sampling frequencies follow softmax(alpha), or are even, and uniform paths move no alpha")
  func frequencies() {
    for (relaxation, expected) in [
      (SinglePath(sampling: .proportional) as any Relaxation, Softmax().weights(row(alpha))),
      (SinglePath(sampling: .uniform), [0.25, 0.25, 0.25, 0.25]),
      (GumbelHard(), Softmax().weights(row(alpha))),
    ] {
      var counts = [0.0, 0, 0, 0]
      for step in 0..<4000 {
        let draw = relaxation.draw(row(alpha), at: point(UInt64(step)))
        #expect(draw.active.filter { $0 }.count == 1)
        for (index, weight) in draw.weights.enumerated() { counts[index] += weight }
      }
      // Four standard deviations.
      for (count, share) in zip(counts, expected) {
        #expect(abs(count / 4000 - share) < 4 * (share * (1 - share) / 4000).squareRoot())
      }
    }
    let uniform = SinglePath().draw(row(alpha), at: point(0))
    #expect(uniform.pullback(gradient) == [0, 0, 0, 0])
    #expect(!SinglePath().movesAlpha)
  }

  @Test("two paths compete alone, and the others keep their probabilities")
  func twoPaths() {
    for step in 0..<20 {
      let draw = TwoPaths().draw(row(alpha), at: point(UInt64(step)))
      let pair = alpha.indices.filter { draw.active[$0] }
      #expect(pair.count == 2 && draw.weights.reduce(0, +) == 1)
      #expect(pair.contains { draw.weights[$0] == 1 })
      let slopes = draw.pullback(gradient)
      #expect(abs(slopes.reduce(0, +)) < 1e-15)
      let q = 1 / (1 + Portable.exp(alpha[pair[1]] - alpha[pair[0]]))
      #expect(
        abs(slopes[pair[0]] - q * (1 - q) * (gradient[pair[0]] - gradient[pair[1]])) < 1e-15
      )
      var moved = alpha
      for index in pair { moved[index] -= slopes[index] }
      let settled = TwoPaths().settled(moved, before: alpha, active: draw.active)
      let before = Softmax().weights(row(alpha))
      let after = Softmax().weights(row(settled))
      for index in alpha.indices where !pair.contains(index) {
        #expect(abs(after[index] - before[index]) < 1e-14)
      }
      #expect(after[pair[0]] != before[pair[0]])
    }
    let path = TwoPaths().draw(row(alpha), at: point(3, isForAlpha: false))
    #expect(path.active.filter { $0 }.count == 1)
  }

  @Test("groups share evenly at equal alphas whatever their sizes")
  func groups() {
    let row = RelaxationRow(
      [0, 0, 0, 0],
      isParametric: [false, true, true, true],
      moment: Moment(epoch: 0, epochs: 1)
    )
    let weights = GroupedSoftmax().weights(row)
    for (weight, expected) in zip(weights, [0.5, 1.0 / 6, 1.0 / 6, 1.0 / 6]) {
      #expect(abs(weight - expected) < 1e-15)
    }
  }
}
