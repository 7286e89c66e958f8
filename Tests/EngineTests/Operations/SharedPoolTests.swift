import Testing

@testable import Engine

/// Pools that leave one node on several edges, against the same pools each of a copy of the node.
@Suite struct SharedPoolTests {
  /// Two edges with a maximum and a mean each, behind gates 0 to 3, into a node each.
  ///
  /// - Parameter isShared: whether both edges leave one tensor, or one of them a copy of it.
  private func probe(isShared: Bool, stride: Int, relu: Bool, norm: NormOptions?) -> Probe {
    Probe(threads: 2) { tape, x in
      tape.gateCount = 4
      let copies = (0..<2).map { tape.node([Term(x)], name: "copy\($0)") }
      let nodes = (0..<2).map { edge in
        let source = copies[isShared ? 0 : edge]
        let terms = [Tape.Pool.maximum, .average].enumerated().map { place, pool in
          let gate = 2 * edge + place
          tape.currentGate = gate
          let value = tape.pool(
            source,
            pool,
            window: PoolWindow(stride: stride),
            relu: relu,
            norm: norm,
            name: "pool\(gate)"
          )
          return Term(value, gate: gate)
        }
        tape.currentGate = nil
        return tape.node(terms, name: "node\(edge)")
      }
      return tape.node(nodes.map { Term($0) }, name: "sum")
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let stride: Int
    let relu: Bool
    let isNormalized: Bool
    var testDescription: String { "stride \(stride), relu \(relu), normalized \(isNormalized)" }
  }

  static let cases = [1, 2].flatMap { stride in
    [false, true].flatMap { relu in
      [false, true].map { Case(stride: stride, relu: relu, isNormalized: $0) }
    }
  }

  private func probes(_ test: Case) -> (shared: Execution, separate: Execution) {
    let norm = test.isNormalized ? NormOptions() : nil
    let made = [true, false].map {
      probe(isShared: $0, stride: test.stride, relu: test.relu, norm: norm).execution
    }
    return (made[0], made[1])
  }

  @Test("loss and gradients of gates are the same bits, whichever edges are on", arguments: cases)
  func bits(test: Case) {
    let (shared, separate) = probes(test)
    // One after the other, so that what an earlier pass left is met by a later one.
    for active in [
      [true, true, true, true], [false, true, true, false], [true, false, false, true],
      [false, false, true, true], [true, true, true, true],
    ] {
      let results = [shared, separate].map { execution in
        execution.activeGates = active
        execution.forward(count: 5, updateRunning: true)
        execution.backward(weights: false, gates: true)
        let training = [execution.loss] + execution.gateGradients
        execution.forward(count: 3, useBatchStatistics: false)
        return training + [execution.loss]
      }
      #expect(results[0] == results[1], "\(active)")
      #expect(results[0].allSatisfy { $0.isFinite })
    }
  }

  @Test("gradients of weights are the derivatives", arguments: cases)
  func gradients(test: Case) {
    let (shared, separate) = probes(test)
    for execution in [shared, separate] {
      execution.forward(count: 5)
      execution.backward(weights: true, gates: true)
    }
    for (one, other) in zip(shared.parameters, separate.parameters) {
      // Both edges add to one tensor's gradient or to two: the same sum in another order.
      let pairs = zip(shared.gradient(of: one), separate.gradient(of: other))
      #expect(pairs.allSatisfy { abs($0 - $1) <= 1e-12 * max(1, abs($1)) }, "\(one.name)")
    }
  }

  @Test("a product with the Hessian of the gates is the same")
  func product() {
    let (shared, separate) = probes(Case(stride: 1, relu: false, isNormalized: true))
    let products = [shared, separate].map { execution in
      execution.forward(count: 5)
      let product = HessianProduct(execution)
      product.gateDirection = [0.3, -0.7, 1.1, 0.2]
      product.apply(weights: false)
      return product.gateProduct
    }
    #expect(products[0] == products[1])
    #expect(products[0].allSatisfy { $0.isFinite && $0 != 0 })
  }

  @Test("they take the memory and the traffic of one")
  func memory() {
    let (shared, separate) = probes(Case(stride: 1, relu: false, isNormalized: true))
    let tensors = ["pool0", "pool1", "pool2", "pool3"].map { name in
      shared.operations.first { $0.name == name }?.output
    }
    let places = tensors.compactMap { $0 }.map { shared.view($0).base }
    #expect(places.count == 4)
    #expect(places[0] == places[2] && places[1] == places[3] && places[0] != places[1])
    let tensor = 5 * 5 * 6 * 8 * 8
    #expect(shared.values.count < separate.values.count)
    #expect(shared.forwardWork().bytes < separate.forwardWork().bytes - 2 * tensor)
  }
}
