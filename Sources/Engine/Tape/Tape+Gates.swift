extension Tape {
  /// What the operations behind one gate cost for one image, summed over all that share the gate.
  public struct GateCost: Sendable, Hashable {
    /// Weights of convolutions, normalizations not counted.
    public var parameters = 0
    /// Multiply-adds of convolutions, one for each weight and output pixel.
    public var multiplyAdds = 0
  }

  /// The cost of every gate.
  public var gateCosts: [GateCost] {
    var costs = [GateCost](repeating: GateCost(), count: gateCount)
    for operation in operations {
      guard let gate = operation.gate, let output = operation.output else { continue }
      let pixels = tensors[output].height * tensors[output].width
      for index in operation.parameters {
        let parameter = parameters[index]
        guard parameter.kind == .convolution || parameter.kind == .depthwise else { continue }
        costs[gate].parameters += parameter.count
        costs[gate].multiplyAdds += parameter.count * pixels
      }
    }
    return costs
  }

  /// Gives every gated term of every node a factor per sample, for drop path.
  ///
  /// - Returns: for each factor the number of its node among all nodes, and its gate.
  @discardableResult
  public func addSampleFactors() -> [(node: Int, gate: Int)] {
    var places: [(node: Int, gate: Int)] = []
    var number = 0
    for operation in operations {
      guard let node = operation as? WeightedNode else { continue }
      node.terms = node.terms.map { term in
        guard let gate = term.gate, term.factor == nil else { return term }
        factorCount += 1
        places.append((number, gate))
        return Term(term.value, gate: gate, factor: factorCount - 1)
      }
      number += 1
    }
    return places
  }
}
