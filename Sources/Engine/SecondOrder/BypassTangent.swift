extension BypassNode: SecondOrderOperation {
  func tangent(in pass: HessianProduct) -> OperationTangent { BypassTangent(self, in: pass) }
}

/// The derivative of a weighted sum of edges: bilinear in gates and inputs.
final class BypassTangent: OperationTangent {
  private let node: BypassNode
  private let sources: [SourceTangent]
  private let output: View
  private let gradientView: View?
  private let own: OwnGradient?
  /// The derivative of each edge's weight, once per lane.
  private let coefficients: Buffer
  /// Like the node's own, for the derivatives of the products.
  private let sums: Buffer

  init(_ operation: BypassNode, in pass: HessianProduct) {
    node = operation
    guard let tensor = operation.output else {
      preconditionFailure("\(operation.name) has no output")
    }
    let state = operation.state
    sources = zip(state.sources, operation.inputs).map { SourceTangent($0, $1, in: pass) }
    output = pass.view(tensor)
    gradientView = state.gradient.map { pass.counterpart($0) }
    own = pass.own(operation)
    coefficients = Buffer(count: state.coefficients.count, elementSize: pass.execution.elementSize)
    sums = Buffer(count: state.sums.count, elementSize: 8)
    super.init(pass)
  }

  override func prepare(_ phase: Phase) {
    guard phase == .forward else { return }
    for edge in sources.indices {
      let slope = node.weight(edge, pass.gateDirection, pass.execution)
      for lane in 0..<node.channels { coefficients[edge * node.channels + lane] = slope }
    }
  }

  private func coefficient(_ edge: Int) -> UnsafeMutableRawPointer {
    coefficients.at(edge * node.channels)
  }

  override func forward(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    output.at(sample).initializeMemory(as: UInt8.self, repeating: 0, count: output.sampleStride)
    for edge in sources.indices where node.state.isActive[edge] {
      let source = sources[edge]
      node.add(source.view, times: node.coefficient(edge), to: output, sample, worker)
      node.add(source.source.view, times: coefficient(edge), to: output, sample, worker)
    }
  }

  override func begin(_ phase: Phase, chunk: Int) {
    guard phase == .gradient else { return }
    node.clear(chunk, in: sums)
  }

  override func gradient(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    guard let gradientView, let own = own.map({ pass.view($0) }) else { return }
    for edge in sources.indices where node.state.isActive[edge] {
      let source = sources[edge]
      node.addProducts(gradientView, source.source.view, edge, sample, in: sums, worker)
      node.addProducts(own, source.view, edge, sample, in: sums, worker)
      guard let target = source.gradient else { continue }
      node.add(gradientView, times: node.coefficient(edge), to: target, sample, worker)
      node.add(own, times: coefficient(edge), to: target, sample, worker)
    }
  }

  override func finish(_ phase: Phase) {
    guard phase == .gradient else { return }
    for edge in sources.indices where node.state.isActive[edge] {
      let product = node.total(edge, in: sums)
      for gate in node.gates[edge] where pass.execution.activeGates[gate] {
        pass.addGateProduct(gate, product)
      }
    }
  }
}
