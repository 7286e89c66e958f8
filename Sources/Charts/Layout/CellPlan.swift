/// The columns of a cell graph and what stands in each, before anything is measured.
struct CellPlan {
  /// What stands in a column.
  enum Item: Hashable {
    /// A node by index.
    case node(Int)
    /// An edge by index on its way through, with its label or without.
    case passage(Int, isLabel: Bool)

    var isPassage: Bool {
      if case .passage = self { true } else { false }
    }
  }

  let edges: [CellGraph.Edge]
  /// Nodes first, by index, then the passages of each edge.
  private(set) var items: [Item]
  /// The column of each item: even columns hold nodes, odd ones labels.
  private(set) var columnOf: [Int]
  private(set) var columns: [[Int]]
  private(set) var links: [(from: Int, to: Int)] = []
  /// The items of each edge between its nodes, left to right.
  private(set) var passages: [[Int]] = []

  /// Plans edges that all lead to later nodes.
  init(nodeCount: Int, edges: [CellGraph.Edge]) {
    self.edges = edges
    items = (0..<nodeCount).map { .node($0) }
    let rank = Self.ranks(nodeCount: nodeCount, edges: edges)
    columnOf = rank.map { 2 * $0 }
    let last = 2 * (rank.max() ?? 0)
    columns = [[Int]](repeating: [], count: last + 1)
    for node in 0..<nodeCount { columns[columnOf[node]].append(node) }
    let labels = Self.labelColumns(of: edges, rank: rank, count: last + 1)
    for (index, edge) in edges.enumerated() {
      var previous = edge.source
      var passed: [Int] = []
      for column in (2 * rank[edge.source] + 1)..<(2 * rank[edge.target]) {
        let item = items.count
        items.append(.passage(index, isLabel: labels[index] == column))
        columnOf.append(column)
        columns[column].append(item)
        links.append((previous, item))
        passed.append(item)
        previous = item
      }
      links.append((previous, edge.target))
      passages.append(passed)
    }
  }

  /// The longest path to each node.
  private static func ranks(nodeCount: Int, edges: [CellGraph.Edge]) -> [Int] {
    var rank = [Int](repeating: 0, count: nodeCount)
    for edge in edges.sorted(by: { ($0.source, $0.target) < ($1.source, $1.target) }) {
      rank[edge.target] = max(rank[edge.target], rank[edge.source] + 1)
    }
    return rank
  }

  /// A label column per labelled edge, the emptiest it passes, the last of equals.
  private static func labelColumns(
    of edges: [CellGraph.Edge],
    rank: [Int],
    count: Int
  ) -> [Int: Int] {
    var load = [Int](repeating: 0, count: count)
    var chosen: [Int: Int] = [:]
    // Short edges have the least choice and go first.
    let order = edges.indices.filter { !edges[$0].label.isEmpty }.sorted {
      (rank[edges[$0].target] - rank[edges[$0].source], $0)
        < (rank[edges[$1].target] - rank[edges[$1].source], $1)
    }
    for index in order {
      let passed = stride(
        from: 2 * rank[edges[index].source] + 1,
        to: 2 * rank[edges[index].target],
        by: 2
      )
      guard let best = passed.min(by: { (load[$0], -$0) < (load[$1], -$1) }) else { continue }
      load[best] += 1
      chosen[index] = best
    }
    return chosen
  }
}
