public import Engine

/// The network in which every edge carries every operation of a space, each behind a gate.
///
/// Cells that share alpha share their gates: gate [row][operation] is the weight of an operation
/// after relaxation (DARTS, equation 2). Parameters are named `cells.<i>.edges.<e>.<operation>...`.
public enum Supernet {
  /// Records the supernet of a space of cells.
  ///
  /// - Parameter channelDivisor: K where only the first 1/K of the channels are mixed; 1 for all.
  /// - Returns: a tape with a gate per alpha, in the order of `space.layout(shape)`.
  public static func tape(
    _ space: CellSpace,
    _ shape: NetworkShape,
    channelDivisor: Int = 1
  ) -> Tape {
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
      var partial: PartialMixing?
      if channelDivisor > 1 {
        partial = PartialMixing(
          tape: tape,
          mixed: mixed,
          divisor: channelDivisor,
          channels: cell.channels,
          name: "cells.\(cell.index)"
        )
      }
      for node in 0..<topology.nodes {
        let edges = topology.edges.enumerated().filter {
          $0.element.target == node + topology.inputs
        }.map { index, edge in
          PartialMixing.Edge(
            source: edge.source,
            value: nodes[edge.source],
            row: first + index,
            site: OperationSite(
              channels: cell.channels,
              stride: cell.kind == .reduce && edge.source < topology.inputs ? 2 : 1,
              isAffine: false,
              normalizesPools: true,
              normalizesSkips: space.normalizesSkips,
              name: "cells.\(cell.index).edges.\(index)"
            )
          )
        }
        let name = "cells.\(cell.index).node\(node)"
        nodes.append(
          partial?.node(edges, into: output, at: node, name: name)
            ?? tape.node(
              edges.flatMap { mixed.terms($0.value, row: $0.row, at: $0.site) },
              into: output,
              at: node,
              name: name
            )
        )
      }
      return output.whole
    }
    return tape
  }
}
