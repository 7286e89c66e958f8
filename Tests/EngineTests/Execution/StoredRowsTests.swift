import Testing

@testable import Engine

@Suite struct StoredRowsTests {
  /// Three mixed operands of `extent` x `extent` pixels, and `idle` more that are switched off.
  private func probe(idle: Int, extent: Int, threads: Int) -> Probe {
    let probe = Probe(
      height: extent,
      width: extent,
      channels: 16,
      batch: 64,
      precision: .float,
      threads: threads
    ) { tape, x in
      tape.gateCount = 3 + idle
      let terms = (0..<3 + idle).map { gate in
        tape.currentGate = gate
        let (norm, name) = (NormOptions(), "op\(gate)")
        let value =
          switch gate {
          case 0:
            tape.separableConvolution(
              x,
              channels: 16,
              kernel: 5,
              norm: norm,
              name: name
            )
          case 1:
            tape.convolution(x, channels: 16, kernel: 3, relu: true, norm: norm, name: name)
          default:
            tape.pool(x, .maximum, norm: norm, name: name)
          }
        return Term(value, gate: gate)
      }
      tape.currentGate = nil
      return tape.node(terms, name: "node")
    }
    for gate in 0..<3 + idle {
      probe.execution.gateValues[gate] = gate < 3 ? 0.2 * Double(gate + 1) : 0
      probe.execution.activeGates[gate] = gate < 3
    }
    return probe
  }

  private func leavesCaches(_ execution: Execution) -> Bool {
    execution.operations.contains { operation in
      (operation as? WeightedNode).map { execution.plan.leavesCaches($0, execution.tape) } ?? false
    }
  }

  @Test("what is stored past the caches has the bits of what is not", arguments: [1, 2])
  func same(threads: Int) {
    // 4 MiB a term: three fit what a round may touch, five do not.
    let (small, large) = (
      probe(idle: 0, extent: 32, threads: threads), probe(idle: 2, extent: 32, threads: threads)
    )
    #expect(!leavesCaches(small.execution))
    #expect(leavesCaches(large.execution))
    for probe in [small, large] { probe.step() }
    #expect(small.execution.loss == large.execution.loss)
    #expect(small.execution.gateGradients[..<3] == large.execution.gateGradients[..<3])
    for parameter in small.execution.parameters {
      guard let twin = large.execution.parameters.first(where: { $0.name == parameter.name }) else {
        Issue.record("\(parameter.name) is missing")
        continue
      }
      #expect(
        small.execution.gradient(of: parameter) == large.execution.gradient(of: twin),
        "\(parameter.name)"
      )
    }
  }
}
