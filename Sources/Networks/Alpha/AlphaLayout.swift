/// How many edges and operations a derived architecture keeps.
public struct KeepRule: Sendable, Hashable, Codable {
  /// Edges kept into a node; nil for all of them.
  public var edgesPerNode: Int?
  /// Whether an edge may keep several operations, or none at all, instead of exactly one.
  public var keepsAnySubset: Bool
  /// Whether `none` may be what an edge keeps.
  public var derivesNone: Bool

  /// Creates a rule; the defaults are those of DARTS (section 2.4).
  public init(
    edgesPerNode: Int? = 2,
    keepsAnySubset: Bool = false,
    derivesNone: Bool = false
  ) {
    self.edgesPerNode = edgesPerNode
    self.keepsAnySubset = keepsAnySubset
    self.derivesNone = derivesNone
  }

  /// One operation on every edge, `none` among them: NAS-Bench-201, or a layer of a block-wise
  /// space.
  public static let everyEdge = KeepRule(edgesPerNode: nil, derivesNone: true)
}

/// An operation on a row: what a derived architecture is made of.
public struct AlphaChoice: Sendable, Hashable, Codable {
  /// The row, by place in the layout.
  public var row: Int
  /// The operation, by place in the row.
  public var operation: Int

  /// Creates a choice.
  public init(row: Int, operation: Int) {
    self.row = row
    self.operation = operation
  }
}

/// How the flat vector alpha is divided into decisions.
///
/// Rows follow each other without gaps; for DARTS that is [kind][edge][operation]. Everything with
/// one number per alpha (operation weights, gates, gradients, masks) has this order.
public struct AlphaLayout: Sendable, Hashable {
  /// The decisions in the order of the flat vector.
  public let rows: [AlphaRow]
  /// The number of alphas.
  public let count: Int
  /// What a derived architecture keeps.
  public let rule: KeepRule

  /// One row before its place in the flat vector is known.
  public struct Draft: Sendable {
    var group: String
    var kind: CellKind
    var cell: Int?
    var edge: Int
    var source: Int
    var target: Int
    var operations: [String]

    /// Creates a draft; the meaning of the parts is that of `AlphaRow`.
    public init(
      group: String,
      kind: CellKind = .normal,
      cell: Int? = nil,
      edge: Int,
      source: Int,
      target: Int,
      operations: [String]
    ) {
      self.group = group
      self.kind = kind
      self.cell = cell
      self.edge = edge
      self.source = source
      self.target = target
      self.operations = operations
    }
  }

  /// Creates a layout of rows in their order.
  ///
  /// - Precondition: every row has an operation, and the rows of a group follow each other.
  public init(_ drafts: [Draft], rule: KeepRule) {
    var rows: [AlphaRow] = []
    var offset = 0
    for draft in drafts {
      precondition(
        !draft.operations.isEmpty,
        "the edge \(draft.source)-\(draft.target) of \(draft.group) has no operation"
      )
      rows.append(
        AlphaRow(
          group: draft.group,
          kind: draft.kind,
          cell: draft.cell,
          edge: draft.edge,
          source: draft.source,
          target: draft.target,
          operations: draft.operations,
          offset: offset
        )
      )
      offset += draft.operations.count
    }
    self.rows = rows
    count = offset
    self.rule = rule
  }
}

extension AlphaLayout {
  /// The groups in order.
  public var groups: [AlphaGroup] {
    var result: [AlphaGroup] = []
    var start = 0
    while start < rows.count {
      let name = rows[start].group
      let end = rows[start...].firstIndex { $0.group != name } ?? rows.count
      let widths = Set(rows[start..<end].map { $0.operations.count })
      result.append(
        AlphaGroup(
          name: name,
          rows: start..<end,
          range: rows[start].offset..<rows[end - 1].range.upperBound,
          width: widths.count == 1 ? widths.first : nil
        )
      )
      start = end
    }
    return result
  }

  /// The nodes in order of their first row; rows keep their order.
  public var nodes: [AlphaNode] {
    var order: [AlphaNode] = []
    var places: [String: Int] = [:]
    for (index, row) in rows.enumerated() {
      let key = "\(row.group) \(row.target)"
      if let place = places[key] {
        order[place] = AlphaNode(
          group: row.group,
          target: row.target,
          rows: order[place].rows + [index]
        )
      } else {
        places[key] = order.count
        order.append(AlphaNode(group: row.group, target: row.target, rows: [index]))
      }
    }
    return order
  }

  /// The place of the row for an edge of a group, or nil.
  public func row(_ group: String, from source: Int, to target: Int) -> Int? {
    rows.firstIndex { $0.group == group && $0.source == source && $0.target == target }
  }

  /// The place of a choice in the flat vector.
  public func index(_ choice: AlphaChoice) -> Int {
    rows[choice.row].offset + choice.operation
  }

  /// The name of a choice's operation.
  public func operation(_ choice: AlphaChoice) -> String {
    rows[choice.row].operations[choice.operation]
  }

  /// The row of every alpha, in the order of the flat vector.
  public var rowOfIndex: [Int] {
    rows.enumerated().flatMap { index, row in
      [Int](repeating: index, count: row.operations.count)
    }
  }

  /// The name of the operation of every alpha, in the order of the flat vector.
  public var operationOfIndex: [String] { rows.flatMap { $0.operations } }

  /// What an alpha weighs, such as `normal 0-2, skip_connect`.
  public func name(of index: Int) -> String {
    guard let row = rows.first(where: { $0.range.contains(index) }) else { return "\(index)" }
    return "\(row.id), \(row.operations[index - row.offset])"
  }

  /// Replaces the values of every row by what `body` makes of them.
  ///
  /// - Precondition: `values` has one number per alpha, and `body` returns as many as it is given.
  public func mapRows<Result>(
    _ values: [Double],
    _ body: (_ row: AlphaRow, _ values: ArraySlice<Double>) -> [Result]
  ) -> [Result] {
    precondition(values.count == count, "\(count) alphas, got \(values.count) values")
    return rows.flatMap { body($0, values[$0.range]) }
  }

  /// Which alphas a list of choices keeps.
  public func mask(_ choices: [AlphaChoice]) -> [Bool] {
    var mask = [Bool](repeating: false, count: count)
    for choice in choices { mask[index(choice)] = true }
    return mask
  }

  /// The choices a mask keeps, in the order of the flat vector.
  public func choices(_ mask: [Bool]) -> [AlphaChoice] {
    rows.enumerated().flatMap { index, row in
      row.operations.indices.filter { mask[row.offset + $0] }
        .map { AlphaChoice(row: index, operation: $0) }
    }
  }
}
