public import Engine

/// The network of a genotype, trained alone (DARTS's `model.py`).
///
/// Normalizations learn scale and offset, pools are not normalized. Every kept edge except identities
/// has a per-sample factor for drop path (G. Larsson et al., "FractalNet", ICLR 2017, section 3).
/// A node that nothing flows into is left out, as FairDARTS leaves it out, and with it the edges
/// that read it.
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
    try tape(shape, DerivedOptions(dropsPaths: dropsPaths)) { genotype[$1] }
  }

  /// Records the network whose cells `cell` gives by place and kind.
  ///
  /// - Throws: `GenotypeError` when a cell cannot be built.
  static func tape(
    _ shape: NetworkShape,
    _ options: DerivedOptions,
    normalizesSkips: Bool = false,
    _ cell: (Int, CellKind) -> CellGenotype
  ) throws(GenotypeError) -> Tape {
    let cells = shape.kinds.enumerated().map { cell($0, $1) }
    for (index, kind) in shape.kinds.enumerated() {
      try check(cells[index], "\(kind.rawValue)", inputs: cells[0].inputs)
    }
    if options.hasAuxiliaryHead { try checkHead(shape) }
    let tape = Tape()
    let stack = CellStack(shape: shape, tape: tape, isAffine: true, inputs: cells[0].inputs)
    let head: (Int, Value) -> Void = { index, output in
      guard options.hasAuxiliaryHead, index == 2 * shape.cells / 3 else { return }
      AuxiliaryHead.record(on: tape, output, classes: shape.classes)
    }
    stack.record(ended: head) { site in
      let recorder = DerivedCell(
        tape: tape,
        site: site,
        genotype: cells[site.index],
        dropsPaths: options.dropsPaths,
        normalizesSkips: normalizesSkips
      )
      return recorder.record()
    }
    return tape
  }

  private static func checkHead(_ shape: NetworkShape) throws(GenotypeError) {
    let reductions = shape.kinds.prefix(2 * shape.cells / 3 + 1).filter { $0 == .reduce }.count
    let extent = (0..<reductions).reduce(min(shape.height, shape.width)) { size, _ in
      (size + 1) / 2
    }
    guard extent >= AuxiliaryHead.smallest else {
      throw .misfit(
        place: "auxiliary head",
        expected: "maps of at least \(AuxiliaryHead.smallest) pixels at two thirds of the depth",
        got: "\(extent); give larger images or leave it out"
      )
    }
  }

  private static func check(
    _ cell: CellGenotype,
    _ name: String,
    inputs: Int
  ) throws(GenotypeError) {
    try cell.validate(
      name: name,
      operations: OperationCatalog.all.map { $0.id },
      rules: GenotypeRules(requiresInputs: false)
    )
    guard cell.inputs == inputs else {
      throw .misfit(
        place: "cells of a network",
        expected: "\(inputs) inputs, as in the first",
        got: "\(cell.inputs)"
      )
    }
    guard cell.concat.contains(where: cell.liveNodes.contains) else {
      throw .emptyNode(cell: name, node: cell.concat.first ?? inputs)
    }
  }
}

extension CellGenotype {
  /// The nodes that something flows into: by an edge other than `none` from an input or a live node.
  var liveNodes: [Int] {
    var live = Array(0..<inputs)
    for (index, edges) in nodes.enumerated() {
      let isLive = edges.contains { $0.operation != "none" && live.contains($0.source) }
      if isLive { live.append(index + inputs) }
    }
    return Array(live.dropFirst(inputs))
  }
}

/// Records one derived cell.
struct DerivedCell {
  let tape: Tape
  let site: CellSite
  let genotype: CellGenotype
  let dropsPaths: Bool
  let normalizesSkips: Bool

  /// The concatenated nodes.
  func record() -> Value {
    let inputs = genotype.inputs
    let live = genotype.liveNodes
    let concat = genotype.concat.filter(live.contains)
    let output = tape.concatenation(
      height: site.height,
      width: site.width,
      channels: site.channels,
      count: concat.count
    )
    var nodes: [Value?] = site.inputs
    for (index, edges) in genotype.nodes.enumerated() {
      guard live.contains(index + inputs) else {
        nodes.append(nil)
        continue
      }
      var seen: Set<String> = []
      let terms = edges.compactMap { edge in
        nodes[edge.source].flatMap { term(edge, from: $0, to: index + inputs, &seen) }
      }
      let slot = concat.firstIndex(of: index + inputs)
      nodes.append(
        tape.node(
          terms,
          into: slot == nil ? nil : output,
          at: slot ?? 0,
          name: "cells.\(site.index).node\(index)"
        )
      )
    }
    return output.whole
  }

  private func term(
    _ edge: GenotypeEdge,
    from x: Value,
    to node: Int,
    _ seen: inout Set<String>
  ) -> Term? {
    let topology = CellTopology(nodes: genotype.nodes.count, inputs: genotype.inputs)
    let number = topology.edge(from: edge.source, to: node) ?? 0
    let stride = site.kind == .reduce && edge.source < genotype.inputs ? 2 : 1
    var name = "cells.\(site.index).edges.\(number).\(edge.operation)"
    // The same operation twice between the same nodes still has weights of its own.
    if !seen.insert(name).inserted { name += ".again" }
    let place = OperationSite(
      channels: site.channels,
      stride: stride,
      isAffine: true,
      normalizesPools: false,
      normalizesSkips: normalizesSkips,
      name: name
    )
    let operation = OperationCatalog.operation(edge.operation)
    guard let value = operation?.record(on: tape, x, at: place) else { return nil }
    let isIdentity = edge.operation == "skip_connect" && stride == 1
    guard dropsPaths, !isIdentity else { return Term(value) }
    tape.factorCount += 1
    return Term(value, factor: tape.factorCount - 1)
  }
}
