extension Execution {
  /// The active gates that weigh a term or an edge of some node, ascending: all others, such as those of `none`,
  /// have derivatives of zero.
  public var gatesInUse: [Int] {
    var isUsed = [Bool](repeating: false, count: gateValues.count)
    for case let node as WeightedNode in tape.operations {
      for gate in node.terms.compactMap({ $0.gate }) { isUsed[gate] = activeGates[gate] }
    }
    for case let node as BypassNode in tape.operations {
      for gate in node.gates.joined() { isUsed[gate] = activeGates[gate] }
    }
    return isUsed.indices.filter { isUsed[$0] }
  }
}
