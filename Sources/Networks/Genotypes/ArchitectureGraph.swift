/// An architecture, or one cell of it, as a graph to be drawn.
public struct ArchitectureGraph: Sendable, Hashable {
  /// A connection of two nodes.
  public struct Edge: Sendable, Hashable {
    /// Where it starts, by place among the nodes.
    public let source: Int
    /// Where it ends.
    public let target: Int
    /// The operation; empty for a plain connection.
    public let label: String
  }

  /// What it shows, such as `normal cell`.
  public let name: String
  /// The nodes in topological order; a subscript stands in braces after an underscore.
  public let nodes: [String]
  /// The edges, each to a later node.
  public let edges: [Edge]
  /// The nodes that are inputs or outputs.
  public let terminals: [Int]
}

extension CellGenotype {
  /// The cell with its inputs and its output.
  public func graph(name: String) -> ArchitectureGraph {
    let first = (0..<inputs).map { "c_{k-\(inputs - $0)}" }
    let all = first + nodes.indices.map { "\($0)" } + ["c_{k}"]
    let kept = nodes.enumerated().flatMap { node, edges in
      edges.map {
        ArchitectureGraph.Edge(source: $0.source, target: node + inputs, label: $0.operation)
      }
    }
    let output = concat.map {
      ArchitectureGraph.Edge(source: $0, target: all.count - 1, label: "")
    }
    return ArchitectureGraph(
      name: name,
      nodes: all,
      edges: kept + output,
      terminals: Array(0..<inputs) + [all.count - 1]
    )
  }
}

extension NASBench201Cell {
  /// The cell; edges that carry `none` are left out.
  public func graph(name: String) -> ArchitectureGraph {
    let edges = zip(Self.edges, operations).filter { $0.1 != .none }.map {
      ArchitectureGraph.Edge(source: $0.source, target: $0.target, label: $1.rawValue)
    }
    return ArchitectureGraph(
      name: name,
      nodes: ["in", "1", "2", "out"],
      edges: edges,
      terminals: [0, 3]
    )
  }
}

extension DescribedArchitecture {
  /// The graphs to draw, one per cell that may differ.
  public var graphs: [ArchitectureGraph] {
    switch self {
    case .genotype(let genotype):
      [
        genotype.normal.graph(name: "normal cell"),
        genotype.reduce.graph(name: "reduction cell"),
      ]
    case .cells(let cells): cells.enumerated().map { $1.graph(name: "cell \($0)") }
    case .nasBench201(let cell): [cell.graph(name: "cell")]
    case .blocks(let blocks):
      [
        ArchitectureGraph(
          name: "blocks",
          nodes: ["in"] + blocks.indices.dropLast().map { "\($0 + 1)" } + ["out"],
          edges: blocks.enumerated().map {
            ArchitectureGraph.Edge(source: $0, target: $0 + 1, label: $1)
          },
          terminals: [0, blocks.count]
        )
      ]
    }
  }

  /// How many kept edges carry `operation`, over the graphs.
  public func count(of operation: String) -> Int {
    graphs.reduce(0) { $0 + $1.edges.filter { $0.label == operation }.count }
  }
}
