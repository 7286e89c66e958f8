import Engine
import Networks
import Search
import Testing

@Suite struct PenaltyTests {
  private let parameters = ArchitectureParameters(
    alpha: [0.2, -0.8, 1.1, 0.4, -0.3, 0.6, 0.0],
    beta: [0.3, 0.7, 1.4]
  )

  private func context(
    _ relaxation: any Relaxation,
    _ parameters: ArchitectureParameters? = nil
  ) -> PenaltyContext {
    PenaltyContext(
      mixture: Mixture(layout: unevenLayout(), relaxation: relaxation, edges: CappedEdges()),
      parameters: parameters ?? self.parameters,
      alive: [true, true, true, true, false, true, true],
      moment: Moment(epoch: 7, epochs: 10),
      costs: [0, 1, 5, 1, 5, 2, 5].map {
        OperationCosts(parameters: 10 * $0, multiplyAdds: 1e6 * $0)
      },
      pressure: 0.5
    )
  }

  static let penalties: [any ArchitecturePenalty] = [
    ZeroOneLoss.published, ZeroOneLoss(weight: 3, form: .absolute), EntropyPenalty.published,
    EdgeBudget.published, CostPenalty.published, CostPenalty(weight: 0.1, power: 1),
    CostPenalty(weight: 1, measure: .latency, power: 2, table: ["sep_conv_3x3": 0.8]),
    SparsityPressure.published, SparsityPressure(weight: 1, flops: 0.3),
  ]

  @Test("gradients agree with central differences", arguments: penalties.indices)
  func gradients(_ number: Int) {
    let penalty = Self.penalties[number]
    for relaxation in [Softmax() as any Relaxation, Sigmoid()] {
      let found = penalty.gradient(context(relaxation)).all
      for index in found.indices {
        var (above, below) = (parameters, parameters)
        above.all[index] += 1e-6
        below.all[index] -= 1e-6
        let slope =
          (penalty.value(context(relaxation, above)) - penalty.value(context(relaxation, below)))
          / 2e-6
        #expect(abs(slope - found[index]) < 1e-7, "\(penalty.id) at \(index)")
      }
    }
  }

  @Test("the 0-1 loss by hand: gates 0.5 and 0.8 at weight 10 give -0.45, the second slope -0.48")
  func zeroOne() {
    let layout = AlphaLayout(
      [
        AlphaLayout.Draft(
          group: "normal",
          edge: 0,
          source: 0,
          target: 2,
          operations: ["skip_connect", "sep_conv_3x3"]
        )
      ],
      rule: KeepRule()
    )
    let context = PenaltyContext(
      mixture: Mixture(layout: layout, relaxation: Sigmoid()),
      // sigmoid(ln 4) = 0.8.
      parameters: ArchitectureParameters(alpha: [0, Portable.log(4)]),
      alive: [true, true],
      moment: Moment(epoch: 0, epochs: 1)
    )
    #expect(abs(ZeroOneLoss().value(context) - -10 * (0 + 0.09) / 2) < 1e-14)
    let gradient = ZeroOneLoss().gradient(context).alpha
    #expect(gradient[0] == 0)
    // -10 * 2 * 0.3 / 2 * 0.8 * 0.2: the loss pushes 0.8 towards 1.
    #expect(abs(gradient[1] - -0.48) < 1e-14)
  }

  @Test("the entropy's ramp is zero for the first 7 of 50 epochs and one in the last")
  func ramp() {
    func value(_ epoch: Int) -> Double {
      var context = context(Softmax())
      context.moment = Moment(epoch: epoch, epochs: 50)
      return EntropyPenalty.published.value(context)
    }
    #expect(value(6) == 0)
    // Epoch 8 counted from one is the first of the logarithm, where it is still zero.
    #expect(value(7) == 0 && value(8) > 0 && value(20) < value(49))
  }

  @Test("FLOPs fall as their weight rises: a descent on the penalty alone prefers what is cheap")
  func flops() {
    func expected(_ weight: Double) -> Double {
      var parameters = parameters
      for _ in 0..<50 {
        let slope = CostPenalty(weight: weight).gradient(context(Softmax(), parameters))
        parameters.alpha = zip(parameters.alpha, slope.alpha).map { $0 - $1 }
      }
      let weights = Softmax().weights(
        RelaxationRow(
          Array(parameters.alpha[..<3]),
          isParametric: [false, false, true],
          moment: Moment(epoch: 0, epochs: 1)
        )
      )
      return weights[1] + 5 * weights[2]
    }
    #expect(expected(0.2) < expected(0))
    #expect(expected(1) < expected(0.2))
    #expect(expected(5) < expected(1))
  }

  @Test("the expected cost is one at equal weights, whatever the units")
  func reference() {
    let flat = ArchitectureParameters(alpha: [Double](repeating: 0, count: 7), beta: [1, 1, 1])
    var context = context(Softmax(), flat)
    context.alive = [Bool](repeating: true, count: 7)
    #expect(abs(CostPenalty(weight: 0.2).value(context) - 0.2) < 1e-14)
    #expect(abs(CostPenalty(weight: 0.2, measure: .parameters).value(context) - 0.2) < 1e-14)
  }
}
