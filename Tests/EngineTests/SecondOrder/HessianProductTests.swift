import Engine
import Testing

/// A direction in gates and weights, and gradients and products flattened in the same order.
struct DirectionProbe {
  let execution: Execution
  let product: HessianProduct
  let gates: [Double]
  let weights: [[Double]]

  init(_ execution: Execution, seed: UInt64, gates movesGates: Bool, weights movesWeights: Bool) {
    self.execution = execution
    product = HessianProduct(execution)
    let noise = RandomStream(seed: seed, name: "direction")
    gates = execution.gateValues.indices.map {
      movesGates ? noise.normal(step: 0, index: UInt64($0)) : 0
    }
    weights = execution.parameters.enumerated().map { index, parameter in
      (0..<parameter.count).map {
        movesWeights ? 0.3 * noise.normal(step: UInt64(index + 1), index: UInt64($0)) : 0
      }
    }
    product.gateDirection = gates
    if movesWeights {
      for (parameter, values) in zip(execution.parameters, weights) {
        product.setDirection(parameter, to: values)
      }
    }
  }

  /// The exact product; runs its own forward pass.
  func exact(batchStatistics: Bool = true) -> [Double] {
    execution.forward(count: execution.batch, useBatchStatistics: batchStatistics)
    product.apply(weights: true)
    return product.gateProduct + execution.parameters.flatMap { product.product(of: $0) }
  }

  private func gradient(batchStatistics: Bool) -> [Double] {
    execution.forward(count: execution.batch, useBatchStatistics: batchStatistics)
    execution.backward(weights: true, gates: true)
    return execution.gateGradients + execution.parameters.flatMap { execution.gradient(of: $0) }
  }

  /// The same from central differences of the gradient, by Richardson extrapolation.
  func differences(batchStatistics: Bool = true) -> [Double] {
    let startGates = execution.gateValues
    let start = execution.parameters.map { execution.values(of: $0) }
    func at(_ width: Double) -> [Double] {
      execution.gateValues = zip(startGates, gates).map { $0 + width * $1 }
      for (index, parameter) in execution.parameters.enumerated() {
        let moved = zip(start[index], weights[index]).map { $0 + width * $1 }
        execution.set(parameter, to: moved)
      }
      return gradient(batchStatistics: batchStatistics)
    }
    func central(_ width: Double) -> [Double] {
      zip(at(width), at(-width)).map { ($0 - $1) / (2 * width) }
    }
    let result = zip(central(2e-6), central(4e-6)).map { (4 * $0 - $1) / 3 }
    execution.gateValues = startGates
    for (parameter, values) in zip(execution.parameters, start) {
      execution.set(parameter, to: values)
    }
    return result
  }
}

/// |a - b| / |b|.
func relativeError(_ a: [Double], _ b: [Double]) -> Double {
  let difference = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  return (difference / b.reduce(0) { $0 + $1 * $1 }).squareRoot()
}

@Suite struct HessianProductTests {
  private func probe(_ operation: OperationCase, _ choice: KernelChoice = .best) -> Probe {
    let probe = Probe(choice: choice) { operation.record($0, $1) }
    if operation.hasFactors {
      probe.execution.setFactors(0, [0, 1.5, 1, 0.5, 2])
      probe.execution.setFactors(1, [1, 0, 0.25, 1.5, 1])
    }
    return probe
  }

  @Test(
    "products agree with central differences of the gradient to 1e-6",
    arguments: OperationCase.allCases
  )
  func differences(_ operation: OperationCase) {
    for (gates, weights) in [(true, false), (false, true), (true, true)] {
      let direction = DirectionProbe(
        probe(operation).execution,
        seed: 3,
        gates: gates,
        weights: weights
      )
      let error = relativeError(direction.exact(), direction.differences())
      #expect(error < 1e-6, "off by \(error) with gates \(gates), weights \(weights)")
    }
  }

  @Test(
    "further products along gates, which read kept gradients, have the bits of first ones",
    arguments: OperationCase.allCases
  )
  func kept(_ operation: OperationCase) {
    let execution = probe(operation).execution
    let product = HessianProduct(execution)
    let directions = [UInt64(1), 2].map { seed in
      let noise = RandomStream(seed: seed, name: "direction")
      return execution.gateValues.indices.map { noise.normal(index: UInt64($0)) }
    }
    func multiply(_ direction: [Double]) -> [Double] {
      product.gateDirection = direction
      product.apply(weights: false)
      return product.gateProduct
    }
    let fresh = directions.map {
      execution.forward(count: execution.batch)
      return multiply($0)
    }
    execution.forward(count: execution.batch)
    #expect(directions.map(multiply) == fresh)
    // A product that moves weights goes the whole way back, and what was kept is no longer used.
    product.apply(weights: true)
    #expect(directions.map(multiply) == fresh)
    for gate in execution.gateValues.indices { execution.gateValues[gate] += 0.5 }
    execution.forward(count: execution.batch)
    let moved = multiply(directions[1])
    #expect(moved != fresh[1] || fresh[1].allSatisfy { $0 == 0 })
  }

  @Test("products include label smoothing")
  func labelSmoothing() {
    let execution = probe(.separableAffine).execution
    let direction = DirectionProbe(execution, seed: 12, gates: true, weights: true)
    let plain = direction.exact()
    let before = direction.product.lossDerivative
    execution.labelSmoothing = 0.3
    let smoothed = direction.exact()
    #expect(relativeError(smoothed, direction.differences()) < 1e-6)
    #expect(direction.product.lossDerivative != before)
    #expect(smoothed != plain)
  }

  @Test("with running statistics the normalizations are constants")
  func runningStatistics() {
    let direction = DirectionProbe(
      probe(.separableAffine).execution,
      seed: 4,
      gates: true,
      weights: true
    )
    let error = relativeError(
      direction.exact(batchStatistics: false),
      direction.differences(batchStatistics: false)
    )
    #expect(error < 1e-6)
  }

  @Test("the derivative of the loss is gradient times direction", arguments: OperationCase.allCases)
  func lossDerivative(_ operation: OperationCase) {
    let direction = DirectionProbe(
      probe(operation).execution,
      seed: 5,
      gates: true,
      weights: true
    )
    _ = direction.exact()
    let found = direction.product.lossDerivative
    direction.execution.forward(count: direction.execution.batch)
    direction.execution.backward(weights: true, gates: true)
    var expected = zip(direction.execution.gateGradients, direction.gates)
      .reduce(0) { $0 + $1.0 * $1.1 }
    for (parameter, values) in zip(direction.execution.parameters, direction.weights) {
      expected += zip(direction.execution.gradient(of: parameter), values)
        .reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(abs(found - expected) < 1e-12 * max(1, abs(expected)))
  }

  @Test("the Hessian is symmetric to rounding", arguments: OperationCase.allCases)
  func symmetry(_ operation: OperationCase) {
    let execution = probe(operation).execution
    let first = DirectionProbe(execution, seed: 6, gates: true, weights: true)
    let second = DirectionProbe(execution, seed: 7, gates: true, weights: true)
    let (a, b) = (first.exact(), second.exact())
    let left = zip(a, second.gates + second.weights.joined()).reduce(0) { $0 + $1.0 * $1.1 }
    let right = zip(b, first.gates + first.weights.joined()).reduce(0) { $0 + $1.0 * $1.1 }
    let size = a.reduce(0) { $0 + abs($1) }
    #expect(abs(left - right) < 1e-11 * size)
  }

  @Test("every kernel set gives the same bits", arguments: OperationCase.allCases)
  func kernels(_ operation: OperationCase) {
    func product(_ choice: KernelChoice) -> [Double] {
      DirectionProbe(probe(operation, choice).execution, seed: 8, gates: true, weights: true)
        .exact()
    }
    let expected = product(.reference)
    for choice in KernelChoice.allCases where choice.isAvailable && choice != .reference {
      #expect(product(choice) == expected)
    }
  }

  @Test("a product leaves the gradients of the next pass as they were")
  func leavesNothing() {
    let execution = probe(.concatenation).execution
    execution.forward(count: execution.batch)
    execution.backward(weights: true, gates: true)
    let expected = [UInt8](execution.weightGradientBytes)
    _ = DirectionProbe(execution, seed: 9, gates: true, weights: true).exact()
    execution.forward(count: execution.batch)
    execution.backward(weights: true, gates: true)
    #expect([UInt8](execution.weightGradientBytes) == expected)
  }
}
