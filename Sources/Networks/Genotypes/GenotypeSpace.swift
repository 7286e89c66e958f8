/// All cells with a number of nodes in which every node keeps the same number of edges from
/// different sources, each with one of a list of operations.
public struct GenotypeSpace: Sendable, Hashable {
  /// Intermediate nodes of a cell.
  public let nodes: Int
  /// What an edge may carry.
  public let operations: [String]
  /// Edges into a node.
  public let keptEdges: Int

  /// Creates a space.
  ///
  /// - Precondition: there is a node and an operation, operations differ, and one or two edges are
  ///   kept, as the first node has two sources.
  public init(nodes: Int, operations: [String], keptEdges: Int = 2) {
    precondition(nodes > 0, "a cell has at least one node, got \(nodes)")
    precondition(
      !operations.isEmpty && Set(operations).count == operations.count,
      "operations must be some and differ, got \(operations)"
    )
    precondition((1...2).contains(keptEdges), "a node keeps 1 or 2 edges, got \(keptEdges)")
    self.nodes = nodes
    self.operations = operations
    self.keptEdges = keptEdges
  }

  /// The space of DARTS: four nodes, two edges each, seven operations, as `none` is never derived.
  public static let darts = GenotypeSpace(
    nodes: 4,
    operations: [
      "max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3", "sep_conv_5x5",
      "dil_conv_3x3", "dil_conv_5x5",
    ]
  )

  /// The sets of sources of a node, smallest first.
  func sources(of node: Int) -> [[Int]] {
    let all = 0..<node + 2
    return keptEdges == 1
      ? all.map { [$0] } : all.flatMap { one in (one + 1..<node + 2).map { [one, $0] } }
  }

  /// Choices at a node: C(node + 2, k) sets of sources times operations to the k; nil on overflow.
  private func choices(of node: Int) -> Int? {
    (0..<keptEdges).reduce(sources(of: node).count) { count, _ in
      product(count, operations.count)
    }
  }

  private func product(_ one: Int?, _ other: Int?) -> Int? {
    guard let one, let other else { return nil }
    let (value, overflow) = one.multipliedReportingOverflow(by: other)
    return overflow ? nil : value
  }

  /// The number of cells, 1,037,664,180 for DARTS (Liu et al., ICLR 2019, give about
  /// 10^9); nil beyond the range of Int.
  public var cellCount: Int? {
    (0..<nodes).reduce(1) { product($0, choices(of: $1)) }
  }

  /// The number of pairs of a normal and a reduction cell, about 10^18 for DARTS; nil beyond the
  /// range of Int.
  public var genotypeCount: Int? { product(cellCount, cellCount) }

  /// The cell with a number; node 0 counts most, then sources, then operations edge by edge.
  ///
  /// - Precondition: `index` is from 0 to `cellCount` - 1.
  public func cell(at index: Int) -> CellGenotype {
    precondition(
      index >= 0 && cellCount.map { index < $0 } ?? true,
      "a cell's number is below \(cellCount ?? Int.max), got \(index)"
    )
    var rest = index
    var result: [[GenotypeEdge]] = []
    for node in (0..<nodes).reversed() {
      var names: [String] = []
      for _ in 0..<keptEdges {
        names.insert(operations[rest % operations.count], at: 0)
        rest /= operations.count
      }
      let sets = sources(of: node)
      let set = sets[rest % sets.count]
      rest /= sets.count
      result.insert(zip(names, set).map { GenotypeEdge(operation: $0, source: $1) }, at: 0)
    }
    return CellGenotype(nodes: result)
  }

  /// A cell drawn uniformly; `draw(n)` returns a uniform integer from 0 to n - 1.
  public func randomCell(_ draw: (Int) -> Int) -> CellGenotype {
    CellGenotype(
      nodes: (0..<nodes).map { node in
        let sets = sources(of: node)
        return sets[Self.checked(draw, sets.count)].map { source in
          GenotypeEdge(
            operation: operations[Self.checked(draw, operations.count)],
            source: source
          )
        }
      }
    )
  }

  /// A normal and a reduction cell drawn uniformly and independently.
  public func randomGenotype(_ draw: (Int) -> Int) -> Genotype {
    let normal = randomCell(draw)
    return Genotype(normal: normal, reduce: randomCell(draw))
  }

  static func checked(_ draw: (Int) -> Int, _ bound: Int) -> Int {
    let value = draw(bound)
    precondition(
      (0..<bound).contains(value),
      "a draw below \(bound) was asked for, got \(value)"
    )
    return value
  }
}
