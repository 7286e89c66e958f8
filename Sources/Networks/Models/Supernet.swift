public import Engine

/// The network in which every edge carries every operation of a space, each behind a gate.
///
/// Cells of a kind share their gates, as they share alpha: gate [kind][edge][operation] is the weight
/// of an operation after relaxation (DARTS, equation 2). Parameters are named
/// `cells.<i>.edges.<e>.<operation>...`.
public enum Supernet {
  /// Records the supernet of `space`.
  ///
  /// - Returns: a tape with `space.alphaCount` gates in the order of `CellSpace.alphaIndex`.
  public static func tape(_ space: CellSpace, _ shape: NetworkShape) -> Tape {
    let tape = Tape()
    tape.gateCount = space.alphaCount
    let stack = CellStack(shape: shape, tape: tape, isAffine: false)
    stack.record { index, kind, channels, inputs in
      let extents = CellStack.extents(kind, inputs[1])
      let output = tape.concatenation(
        height: extents.height,
        width: extents.width,
        channels: channels,
        count: space.topology.nodes
      )
      var nodes = inputs
      for node in 0..<space.topology.nodes {
        let terms = (0..<node + 2).flatMap { source in
          mixed(
            nodes[source],
            space,
            tape,
            kind: kind,
            source: source,
            target: node + 2,
            channels: channels,
            cell: index
          )
        }
        nodes.append(
          tape.node(terms, into: output, at: node, name: "cells.\(index).node\(node)")
        )
      }
      return output.whole
    }
    return tape
  }

  /// The terms of one mixed operation.
  private static func mixed(
    _ x: Value,
    _ space: CellSpace,
    _ tape: Tape,
    kind: CellKind,
    source: Int,
    target: Int,
    channels: Int,
    cell: Int
  ) -> [Term] {
    guard let edge = space.topology.edge(from: source, to: target) else { return [] }
    return space.operations.enumerated().compactMap { position, id in
      guard let operation = OperationCatalog.operation(id) else {
        preconditionFailure("space \(space.id) names the unknown operation \(id)")
      }
      let gate = space.alphaIndex(kind, edge: edge, operation: position)
      tape.currentGate = gate
      defer { tape.currentGate = nil }
      let site = OperationSite(
        channels: channels,
        stride: kind == .reduce && source < 2 ? 2 : 1,
        isAffine: false,
        normalizesPools: true,
        name: "cells.\(cell).edges.\(edge).\(id)"
      )
      return operation.record(on: tape, x, at: site).map { Term($0, gate: gate) }
    }
  }
}
