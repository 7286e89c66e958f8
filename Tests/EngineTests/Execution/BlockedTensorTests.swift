import Testing

@testable import Engine

@Suite struct BlockedTensorTests {
  /// What reads a concatenation of two nodes, which a convolution reads in any case.
  enum Reader: CaseIterable {
    case convolution, rectifiedPool, classifier
  }

  /// A network with a concatenation, and a reader that is switched off; one that reads pixels as they are
  /// keeps the slices of a pixel together.
  private func probe(_ reader: Reader, interleaved: Bool) -> Probe {
    Probe(height: 6, width: 5, channels: 12, batch: 9) { tape, x in
      let norm = NormOptions()
      let whole = tape.concatenation(height: 6, width: 5, channels: 12, count: 2)
      tape.gateCount = 4
      tape.currentGate = nil
      for index in 0..<2 {
        let value = tape.separableConvolution(
          x,
          channels: 12,
          kernel: 3,
          norm: norm,
          name: "op\(index)"
        )
        let terms = [Term(value, gate: index), Term(x)]
        _ = tape.node(terms, into: whole, at: index, name: "node\(index)")
      }
      let both = whole.whole
      var terms: [Term] = []
      tape.currentGate = 2
      terms.append(
        Term(
          tape.convolution(both, channels: 24, kernel: 1, relu: true, norm: norm, name: "mix"),
          gate: 2
        )
      )
      if reader == .rectifiedPool {
        let pooled = tape.pool(both, .average, relu: true, norm: norm, name: "pool")
        terms.append(
          Term(
            tape.convolution(
              pooled,
              channels: 24,
              kernel: 1,
              relu: true,
              norm: norm,
              name: "pooled"
            )
          )
        )
      }
      tape.currentGate = 3
      if interleaved {
        // Reads the tensor itself.
        let idle = tape.pool(both, .maximum, norm: norm, name: "idle")
        terms.append(
          Term(
            tape.convolution(idle, channels: 24, kernel: 1, relu: true, norm: norm, name: "unused"),
            gate: 3
          )
        )
      }
      tape.currentGate = nil
      let node = tape.node(terms, name: "out")
      if reader == .classifier {
        tape.auxiliaryClassifier(both, classes: 3, relu: false, share: 0.4, name: "auxiliary")
      }
      return node
    }
  }

  @Test(
    "a concatenation stored slice by slice has the bits of one that is not",
    arguments: Reader.allCases
  )
  func same(reader: Reader) {
    let (blocked, interleaved) = (
      probe(reader, interleaved: false), probe(reader, interleaved: true)
    )
    for (probe, count) in [(blocked, 2), (interleaved, 1)] {
      #expect(probe.execution.plan.blocks.max() == count)
      probe.execution.activeGates[3] = false
      probe.execution.gateValues = [0.3, 0.6, 0.8, 0]
      probe.step()
    }
    #expect(blocked.execution.loss == interleaved.execution.loss)
    #expect(blocked.execution.gateGradients == interleaved.execution.gateGradients)
    #expect(blocked.execution.firstNotFinite() == nil)
    for parameter in blocked.execution.parameters {
      guard
        let twin = interleaved.execution.parameters.first(where: { $0.name == parameter.name })
      else {
        Issue.record("\(parameter.name) is missing")
        continue
      }
      #expect(
        blocked.execution.gradient(of: parameter) == interleaved.execution.gradient(of: twin),
        "\(parameter.name)"
      )
    }
    let products = [blocked, interleaved].map { probe in
      let product = HessianProduct(probe.execution)
      product.gateDirection = [1, -0.5, 0.25, 0]
      probe.execution.forward(count: 9)
      product.apply(weights: false)
      return product.gateProduct
    }
    #expect(products[0] == products[1])
    #expect(products[0][0] != 0)
  }
}
