public import Engine

/// The network in which every edge carries every operation of a space, each behind a gate.
///
/// Cells that share alpha share their gates: gate [row][operation] is the weight of an operation
/// after relaxation (DARTS, equation 2). Parameters are named `cells.<i>.edges.<e>.<operation>...`.
public enum Supernet {
  /// Records the supernet of a space of cells.
  ///
  /// - Returns: a tape with a gate per alpha, in the order of `space.layout(shape)`.
  public static func tape(_ space: CellSpace, _ shape: NetworkShape) -> Tape {
    let tape = Tape()
    let layout = space.layout(shape)
    tape.gateCount = layout.count
    let mixed = MixedOperation(tape: tape, layout: layout)
    let topology = space.topology
    let stack = CellStack(shape: shape, tape: tape, isAffine: false, inputs: topology.inputs)
    stack.record { cell in
      let output = tape.concatenation(
        height: cell.height,
        width: cell.width,
        channels: cell.channels,
        count: topology.nodes
      )
      let group = space.group(cell: cell.index, kind: cell.kind)
      let first = layout.rows.firstIndex { $0.group == group } ?? 0
      var nodes = cell.inputs
      for node in 0..<topology.nodes {
        let terms = topology.edges.enumerated().filter {
          $0.element.target == node + topology.inputs
        }.flatMap { index, edge in
          mixed.terms(
            nodes[edge.source],
            row: first + index,
            at: OperationSite(
              channels: cell.channels,
              stride: cell.kind == .reduce && edge.source < topology.inputs ? 2 : 1,
              isAffine: false,
              normalizesPools: true,
              normalizesSkips: space.normalizesSkips,
              name: "cells.\(cell.index).edges.\(index)"
            )
          )
        }
        nodes.append(
          tape.node(terms, into: output, at: node, name: "cells.\(cell.index).node\(node)")
        )
      }
      return output.whole
    }
    return tape
  }
}
