public import Networks

extension CellSpace {
  /// The genotype that choices make; the edges of a node keep the order of the choices.
  public func genotype(_ choices: [AlphaChoice]) -> Genotype {
    let layout = layout
    func cell(_ kind: CellKind) -> CellGenotype {
      CellGenotype(
        nodes: (2..<topology.nodes + 2).map { target in
          choices.filter {
            let row = layout.rows[$0.row]
            return row.kind == kind && row.target == target
          }.map {
            GenotypeEdge(
              operation: layout.operation($0),
              source: layout.rows[$0.row].source
            )
          }
        }
      )
    }
    return Genotype(normal: cell(.normal), reduce: cell(.reduce))
  }

  /// Choices as text: DARTS's literal, or FairDARTS's where a node has not two edges.
  public func text(_ choices: [AlphaChoice]) -> String {
    let genotype = genotype(choices)
    let isPaired = CellKind.allCases.allSatisfy { kind in
      genotype[kind].nodes.allSatisfy { $0.count == 2 }
    }
    if isPaired { return DARTSLiteral.text(genotype) }
    guard let text = try? FairDARTSFormat().write(.genotype(genotype)) else {
      preconditionFailure("a genotype has no literal: \(genotype)")
    }
    return text
  }
}
