public import Engine

/// A space of networks that repeat cells, in which every intermediate node sees all nodes before it
/// (Liu, Simonyan, Yang, "DARTS", ICLR 2019, section 2.1).
public struct CellSpace: SearchSpace {
  /// Which cells share their alphas.
  public enum Sharing: String, Sendable, Hashable, Codable, CaseIterable {
    /// Normal cells share theirs, reduction cells share theirs.
    case kind
    /// All cells share the same.
    case all
    /// Every cell has its own.
    case none
  }

  /// The name in specs and records.
  public let id: String
  /// What it is.
  public let summary: String
  /// Where it comes from.
  public let source: String
  /// The graph of both kinds of cell.
  public let topology: CellTopology
  /// The operations of every edge of a normal cell.
  public let normal: [[String]]
  /// The operations of every edge of a reduction cell.
  public let reduce: [[String]]
  /// Which cells share their alphas.
  public let sharing: Sharing
  /// What a derived cell keeps.
  public let rule: KeepRule
  /// Whether identities are normalized.
  public let normalizesSkips: Bool
  /// The size of the supernet in the paper.
  public let paperShape: NetworkShape
  /// A size for a processor.
  public let compactShape: NetworkShape

  /// Creates a space with operations of their own on every edge.
  ///
  /// - Precondition: both kinds have a list of operations for every edge.
  public init(
    id: String,
    summary: String,
    source: String,
    topology: CellTopology,
    normal: [[String]],
    reduce: [[String]],
    sharing: Sharing = .kind,
    rule: KeepRule = KeepRule(),
    normalizesSkips: Bool = false,
    paperShape: NetworkShape = NetworkShape(),
    compactShape: NetworkShape = NetworkShape(channels: 8, cells: 5)
  ) {
    precondition(
      normal.count == topology.edges.count && reduce.count == topology.edges.count,
      "\(id): \(topology.edges.count) edges, but operations for \(normal.count) and \(reduce.count)"
    )
    self.id = id
    self.summary = summary
    self.source = source
    self.topology = topology
    self.normal = normal
    self.reduce = reduce
    self.sharing = sharing
    self.rule = rule
    self.normalizesSkips = normalizesSkips
    self.paperShape = paperShape
    self.compactShape = compactShape
  }

  /// Creates a space with the same operations on every edge.
  public init(
    id: String,
    summary: String,
    source: String,
    nodes: Int = 4,
    inputs: Int = 2,
    operations: [String],
    sharing: Sharing = .kind,
    rule: KeepRule = KeepRule(),
    normalizesSkips: Bool = false,
    paperShape: NetworkShape = NetworkShape(),
    compactShape: NetworkShape = NetworkShape(channels: 8, cells: 5)
  ) {
    let topology = CellTopology(nodes: nodes, inputs: inputs)
    let edges = topology.edges.map { _ in operations }
    self.init(
      id: id,
      summary: summary,
      source: source,
      topology: topology,
      normal: edges,
      reduce: edges,
      sharing: sharing,
      rule: rule,
      normalizesSkips: normalizesSkips,
      paperShape: paperShape,
      compactShape: compactShape
    )
  }

  /// The operations that occur, in the order they are first named.
  public var operations: [String] {
    var seen: Set<String> = []
    return (normal + reduce).joined().filter { seen.insert($0).inserted }
  }

  /// The operations of every edge of a kind of cell.
  public func operations(_ kind: CellKind) -> [[String]] {
    kind == .normal ? normal : reduce
  }

  /// The name of the rows a cell uses.
  func group(cell: Int, kind: CellKind) -> String {
    switch sharing {
    case .kind: kind.rawValue
    case .all: "cell"
    case .none: "cells.\(cell)"
    }
  }

  /// The rows: by group, then edge.
  public func layout(_ shape: NetworkShape) -> AlphaLayout {
    var drafts: [AlphaLayout.Draft] = []
    func add(_ group: String, _ kind: CellKind, cell: Int?) {
      for (index, edge) in topology.edges.enumerated() {
        drafts.append(
          AlphaLayout.Draft(
            group: group,
            kind: kind,
            cell: cell,
            edge: index,
            source: edge.source,
            target: edge.target,
            operations: operations(kind)[index]
          )
        )
      }
    }
    switch sharing {
    case .kind: for kind in CellKind.allCases { add(kind.rawValue, kind, cell: nil) }
    case .all: add("cell", .normal, cell: nil)
    case .none:
      for (cell, kind) in shape.kinds.enumerated() { add("cells.\(cell)", kind, cell: cell) }
    }
    return AlphaLayout(drafts, rule: rule)
  }

  /// Records the supernet.
  public func supernet(_ shape: NetworkShape) -> Tape { Supernet.tape(self, shape) }

  /// Its cells can mix a part of their channels.
  public var allowsPartialChannels: Bool { true }

  /// Records the supernet in which the first 1/`channelDivisor` of the channels are mixed.
  public func supernet(_ shape: NetworkShape, channelDivisor: Int) -> Tape {
    Supernet.tape(self, shape, channelDivisor: channelDivisor)
  }
}
