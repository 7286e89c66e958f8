import Engine
import Testing

@Suite struct PassWorkTests {
  /// Two 3x3 convolutions behind a gate each, added.
  private func probe() -> Probe {
    Probe { tape, x in
      tape.gateCount = 2
      let terms = (0..<2).map { gate in
        tape.currentGate = gate
        let value = tape.convolution(
          x,
          channels: 4,
          kernel: 3,
          relu: true,
          norm: NormOptions(),
          name: "op\(gate)"
        )
        return Term(value, gate: gate)
      }
      tape.currentGate = nil
      return tape.node(terms, name: "node")
    }
  }

  @Test("multiply-adds are those of the convolutions and the classifier")
  func count() {
    let execution = probe().execution
    let pixels = 5 * 6
    let (stem, operation, classifier) = (pixels * 27 * 4, pixels * 36 * 4, 4 * 3)
    let forward = execution.forwardWork()
    #expect(forward.multiplyAdds == 5 * (stem + 2 * operation + classifier))
    // The images have no gradient.
    let all = execution.backwardWork(weights: true).multiplyAdds
    #expect(all == 5 * (stem + 4 * operation + 2 * classifier))
    // No gate stands before the operations, so the way back ends at their outputs.
    let gates = execution.backwardWork(weights: false).multiplyAdds
    #expect(gates == 5 * classifier)
  }

  @Test("what is switched off costs nothing: neither multiply-adds nor memory")
  func inactive() {
    let execution = probe().execution
    let whole = (execution.forwardWork(), execution.backwardWork(weights: true))
    execution.activeGates[1] = false
    let half = (execution.forwardWork(), execution.backwardWork(weights: true))
    let operation = 5 * 5 * 6 * 36 * 4
    #expect(whole.0.multiplyAdds - half.0.multiplyAdds == operation)
    #expect(whole.1.multiplyAdds - half.1.multiplyAdds == 2 * operation)
    #expect(half.0.bytes < whole.0.bytes)
    #expect(half.1.bytes < whole.1.bytes)
  }

  @Test("what is switched off is not computed, forwards or backwards")
  func untouched() throws {
    let execution = probe().execution
    let parameter = try #require(execution.parameters.first { $0.name == "op1.conv.weight" })
    execution.set(parameter, to: [Double](repeating: .nan, count: parameter.count))
    execution.activeGates[1] = false
    execution.forward(count: execution.batch)
    execution.backward(weights: true, gates: true)
    #expect(execution.loss.isFinite)
    #expect(execution.gradientNorm().isFinite)
    #expect(execution.gradient(of: parameter).allSatisfy { $0 == 0 })
    #expect(execution.gateGradients[1] == 0)
  }
}
