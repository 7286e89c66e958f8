public import Engine

extension CellSpace {
  /// Records the derived network.
  public func network(
    _ architecture: DescribedArchitecture,
    _ shape: NetworkShape,
    _ options: DerivedOptions
  ) throws(GenotypeError) -> Tape {
    switch architecture {
    case .genotype(let genotype):
      return try DerivedNetwork.tape(shape, options, normalizesSkips: normalizesSkips) {
        genotype[$1]
      }
    case .cells(let cells):
      guard cells.count == shape.cells else {
        throw failure(architecture, expected: "\(shape.cells) cells")
      }
      return try DerivedNetwork.tape(shape, options, normalizesSkips: normalizesSkips) { index, _ in
        cells[index]
      }
    default: throw failure(architecture, expected: "cells with \(topology.inputs) inputs")
    }
  }

  /// A genotype, or every cell of the network when cells do not share.
  public func architecture(
    _ choices: [AlphaChoice],
    in layout: AlphaLayout
  ) -> DescribedArchitecture {
    let cells = layout.groups.map { cell(choices.filter($0.rows.contains), in: layout) }
    switch sharing {
    case .kind: return .genotype(Genotype(normal: cells[0], reduce: cells[1]))
    case .all: return .genotype(Genotype(normal: cells[0], reduce: cells[0]))
    case .none: return .cells(cells)
    }
  }

  private func cell(_ choices: [AlphaChoice], in layout: AlphaLayout) -> CellGenotype {
    var nodes = [[GenotypeEdge]](repeating: [], count: topology.nodes)
    for choice in choices {
      let row = layout.rows[choice.row]
      nodes[row.target - topology.inputs].append(
        GenotypeEdge(operation: layout.operation(choice), source: row.source)
      )
    }
    return CellGenotype(nodes: nodes, inputs: topology.inputs)
  }

  /// The choices of every edge of every cell.
  public func choices(
    of architecture: DescribedArchitecture,
    in layout: AlphaLayout
  ) throws(GenotypeError) -> [AlphaChoice] {
    let groups = layout.groups
    let cells: [CellGenotype]
    switch (architecture, sharing) {
    case (.genotype(let genotype), .kind): cells = [genotype.normal, genotype.reduce]
    case (.genotype(let genotype), .all): cells = [genotype.normal]
    case (.genotype(let genotype), .none):
      cells = groups.map { genotype[layout.rows[$0.rows.lowerBound].kind] }
    case (.cells(let found), .none) where found.count == groups.count: cells = found
    default:
      throw failure(
        architecture,
        expected: sharing == .none ? "\(groups.count) cells" : "a normal and a reduction cell"
      )
    }
    var result: [AlphaChoice] = []
    for (group, cell) in zip(groups, cells) {
      result += try choices(of: cell, in: group, layout)
    }
    return result
  }

  private func choices(
    of cell: CellGenotype,
    in group: AlphaGroup,
    _ layout: AlphaLayout
  ) throws(GenotypeError) -> [AlphaChoice] {
    guard cell.nodes.count == topology.nodes, cell.inputs == topology.inputs else {
      throw .misfit(
        place: "space \(id), \(group.name)",
        expected: "\(topology.inputs) inputs and \(topology.nodes) nodes",
        got: "\(cell.inputs) inputs and \(cell.nodes.count) nodes"
      )
    }
    var result: [AlphaChoice] = []
    for (index, edges) in cell.nodes.enumerated() {
      let node = index + topology.inputs
      for edge in edges {
        let place = GenotypePlace.node(cell: group.name, node: node)
        guard let number = topology.edge(from: edge.source, to: node) else {
          throw .badSource(source: edge.source, node: node, at: place)
        }
        let row = group.rows.lowerBound + number
        let known = layout.rows[row].operations
        guard let operation = known.firstIndex(of: edge.operation) else {
          throw .unknownOperation(name: edge.operation, at: place, known: known)
        }
        result.append(AlphaChoice(row: row, operation: operation))
      }
    }
    return result
  }

  /// The DARTS literal where it can say it, FairDARTS's where nodes keep other numbers of edges,
  /// GOLD-NAS's for cells of their own.
  public func text(_ architecture: DescribedArchitecture) -> String {
    let formats: [any GenotypeFormat] = [DARTSFormat(), FairDARTSFormat(), GOLDNASFormat()]
    for format in formats {
      if let text = try? format.write(architecture) { return text }
    }
    return ""
  }
}

extension Range<Int> {
  fileprivate func contains(_ choice: AlphaChoice) -> Bool { contains(choice.row) }
}
