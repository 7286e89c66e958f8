import Engine
import Networks
import Testing

@testable import Search

@Suite struct DisturbanceTests {
  @Test("SDARTS: radii grow from 0.03 by 0.27 times the share of the epochs")
  func radii() {
    #expect(RandomPerturbation.published.radius(Moment(epoch: 0, epochs: 50)) == 0.03)
    #expect(
      abs(RandomPerturbation.published.radius(Moment(epoch: 49, epochs: 50)) - 0.2946) < 1e-12
    )
    #expect(
      abs(AdversarialPerturbation.published.radius(Moment(epoch: 25, epochs: 50)) - 0.165) < 1e-12
    )
  }

  @Test("projected ascent by hand: steps of 2 r / 7 along the sign, never out of the box")
  func ascent() {
    let centre = [0.5, 0.3, 0.2]
    var gates = [0.55, 0.3, 0.15]
    gates = AdversarialPerturbation.ascended(
      gates,
      gradient: [4, -0.1, 0],
      centre: centre,
      radius: 0.07,
      steps: 7
    )
    // 2 * 0.07 / 7 = 0.02: up, down, not at all.
    for (one, other) in zip(gates, [0.57, 0.28, 0.15]) { #expect(abs(one - other) < 1e-15) }
    gates = AdversarialPerturbation.ascended(
      gates,
      gradient: [1, -1, 1],
      centre: centre,
      radius: 0.07,
      steps: 7
    )
    for (one, other) in zip(gates, [0.57, 0.26, 0.17]) { #expect(abs(one - other) < 1e-15) }
  }

  @Test("ascent on a linear loss ends at the corner of the box")
  func corner() {
    var gates = [0.5, 0.5]
    for _ in 0..<7 {
      gates = AdversarialPerturbation.ascended(
        gates,
        gradient: [1, -2],
        centre: [0.5, 0.5],
        radius: 0.1,
        steps: 7
      )
    }
    for (one, other) in zip(gates, [0.6, 0.4]) { #expect(abs(one - other) < 1e-15) }
  }

  @Test("moved gates come back to the simplex of their row; what is pruned stays zero")
  func projection() {
    let result = PerturbedGates.projected(
      [1.2, -0.1, 0.3, 0.9, 0.4],
      from: [0.6, 0.1, 0.3, 0.5, 0],
      alive: [true, true, true, true, false],
      rows: [0..<3, 3..<5]
    )
    for (one, other) in zip(result, [1 / 1.3, 0, 0.3 / 1.3, 0.5, 0]) {
      #expect(abs(one - other) < 1e-15)
    }
  }

  @Test("operation dropout by hand: r^(1/k), r growing to the option")
  func dropout() {
    let dropout = OperationDropout(weight: 0.25)
    #expect(dropout.probability(Moment(epoch: 0, epochs: 3), fanIn: 2) == 0)
    #expect(abs(dropout.probability(Moment(epoch: 2, epochs: 3), fanIn: 2) - 0.5) < 1e-14)
    #expect(
      abs(dropout.probability(Moment(epoch: 1, epochs: 3), fanIn: 3) - 0.5) < 1e-14
    )
  }

  @Test("drop path grows to its option in the last epoch")
  func dropPath() {
    #expect(DropPath(weight: 0.4).probability(Moment(epoch: 0, epochs: 50)) == 0)
    #expect(DropPath(weight: 0.4).probability(Moment(epoch: 49, epochs: 50)) == 0.4)
  }

  @Test("P-DARTS drops skips by p (24 - e) / 25 while alpha rests, then p exp(-0.2 (e - 10))")
  func skipDropout() {
    let dropout = SkipDropout.published
    #expect(dropout.probability(stage: 0, moment: Moment(epoch: 0, epochs: 25), rest: 10) == 0)
    let early = dropout.probability(stage: 1, moment: Moment(epoch: 4, epochs: 25), rest: 10)
    #expect(abs(early - 0.4 * 20 / 25) < 1e-15)
    let late = dropout.probability(stage: 2, moment: Moment(epoch: 15, epochs: 25), rest: 10)
    #expect(abs(late - 0.7 * Portable.exp(-1)) < 1e-15)
  }

  @Test("the auxiliary skip fades from one to 1 / epochs")
  func auxiliary() {
    #expect(AuxiliarySkip.published.beta(Moment(epoch: 0, epochs: 50)) == 1)
    #expect(abs(AuxiliarySkip.published.beta(Moment(epoch: 49, epochs: 50)) - 0.02) < 1e-14)
  }
}
