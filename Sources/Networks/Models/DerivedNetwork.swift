public import Engine

/// The network of a genotype, trained alone (DARTS's `model.py`; deviation: no auxiliary head).
///
/// Normalizations learn scale and offset, pools are not normalized. Every kept edge except identities
/// has a per-sample factor for drop path (G. Larsson et al., "FractalNet", ICLR 2017, section 3).
public enum DerivedNetwork {
  /// Records the network.
  ///
  /// - Parameter dropsPaths: whether edges get per-sample factors.
  /// - Returns: the tape; factor indices count kept, non-identity edges in cell, node, edge order.
  /// - Throws: `GenotypeError` when the genotype cannot be built.
  public static func tape(
    _ genotype: Genotype,
    _ shape: NetworkShape,
    dropsPaths: Bool = false
  ) throws(GenotypeError) -> Tape {
    try genotype.validate()
    let tape = Tape()
    let stack = CellStack(shape: shape, tape: tape, isAffine: true)
    stack.record { index, kind, channels, inputs in
      let cell = genotype[kind]
      let topology = CellTopology(nodes: cell.nodes.count)
      let extents = CellStack.extents(kind, inputs[1])
      let output = tape.concatenation(
        height: extents.height,
        width: extents.width,
        channels: channels,
        count: cell.concat.count
      )
      var nodes = inputs
      for (node, edges) in cell.nodes.enumerated() {
        var seen: Set<String> = []
        let terms = edges.compactMap { edge -> Term? in
          let stride = kind == .reduce && edge.source < 2 ? 2 : 1
          let number = topology.edge(from: edge.source, to: node + 2) ?? 0
          var name = "cells.\(index).edges.\(number).\(edge.operation)"
          // The same operation twice between the same nodes still has weights of its own.
          if !seen.insert(name).inserted { name += ".again" }
          let site = OperationSite(
            channels: channels,
            stride: stride,
            isAffine: true,
            normalizesPools: false,
            name: name
          )
          let operation = OperationCatalog.operation(edge.operation)
          guard let value = operation?.record(on: tape, nodes[edge.source], at: site) else {
            return nil
          }
          let isIdentity = edge.operation == "skip_connect" && stride == 1
          guard dropsPaths, !isIdentity else { return Term(value) }
          tape.factorCount += 1
          return Term(value, factor: tape.factorCount - 1)
        }
        precondition(!terms.isEmpty, "cell \(index), node \(node) has no input")
        let slot = cell.concat.firstIndex(of: node + 2)
        nodes.append(
          tape.node(
            terms,
            into: slot == nil ? nil : output,
            at: slot ?? 0,
            name: "cells.\(index).node\(node)"
          )
        )
      }
      return output.whole
    }
    return tape
  }
}
