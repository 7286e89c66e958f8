public import Networks
public import Records

/// A space of cells that a user defines in YAML: which operations compete on which edges, how cells
/// share alpha and what a derived cell keeps.
public struct SpaceDefinition: RunSpecification, Hashable {
  /// The version of the format.
  public static let formatVersion = 1
  /// The name, `space`.
  public static let kind = "space"
  /// What specs call a space that is defined beside them.
  public static let id = "user"

  /// What the space is called.
  public var name: String
  /// Intermediate nodes of a cell.
  public var nodes: Int
  /// Cells before it that a cell reads; other than two only when cells share nothing.
  public var inputs: Int
  /// The operations of every edge that has none of its own.
  public var operations: [String]
  /// Operations of edges of normal cells, by edge as in `0-2`.
  public var normal: [String: [String]]
  /// Operations of edges of reduction cells.
  public var reduce: [String: [String]]
  /// `kind`, `all` or `none`: which cells share their alphas.
  public var sharing: String
  /// Edges a node keeps; 0 for all of them.
  public var keptEdges: Int
  /// Whether an edge may keep any of its operations, or none.
  public var anySubset: Bool
  /// Whether `none` may be derived.
  public var derivesNone: Bool
  /// Channels of the first cell unless a search says otherwise.
  public var channels: Int
  /// The number of cells unless a search says otherwise.
  public var cells: Int

  /// Creates the space of skip connections and separable convolutions with two nodes.
  public init() {
    name = "user"
    nodes = 2
    inputs = 2
    operations = ["skip_connect", "sep_conv_3x3"]
    normal = [:]
    reduce = [:]
    sharing = CellSpace.Sharing.kind.rawValue
    keptEdges = 2
    anySubset = false
    derivesNone = false
    channels = 8
    cells = 5
  }

  /// Everything out of range.
  public func validate() -> [SpecProblem] {
    var problems: [SpecProblem] = []
    for (name, value, range) in [
      ("nodes", nodes, 1...12), ("inputs", inputs, 1...8), ("keptEdges", keptEdges, 0...16),
      ("channels", channels, 2...1024), ("cells", cells, 1...200),
    ] where !range.contains(value) {
      problems.append(SpecProblem(name, value, outside: range))
    }
    if channels % 2 != 0 {
      problems.append(SpecProblem("channels", expected: "an even number", got: "\(channels)"))
    }
    let sharings = CellSpace.Sharing.allCases.map { $0.rawValue }
    if !sharings.contains(sharing) {
      problems.append(unknown(sharing, at: "sharing", known: sharings))
    } else if inputs != 2 && sharing != CellSpace.Sharing.none.rawValue {
      problems.append(
        SpecProblem(
          "inputs",
          expected: "2 where cells share alphas",
          got: "\(inputs)",
          remedy: "set sharing: none"
        )
      )
    }
    problems += check(operations, at: "operations")
    guard (1...12).contains(nodes), (1...8).contains(inputs) else { return problems }
    let edges = edgeNames
    for (kind, table) in [("normal", normal), ("reduce", reduce)] {
      for key in table.keys.sorted() {
        if !edges.contains(key) {
          problems.append(unknown(key, at: "\(kind).\(key)", known: edges))
        }
        problems += check(table[key] ?? [], at: "\(kind).\(key)")
      }
    }
    return problems
  }

  private var topology: CellTopology { CellTopology(nodes: nodes, inputs: inputs) }
  private var edgeNames: [String] { topology.edges.map { "\($0.source)-\($0.target)" } }

  private func unknown(_ value: String, at place: String, known: [String]) -> SpecProblem {
    SpecProblem(
      place,
      expected: "one of \(known.joined(separator: ", "))",
      got: "'\(value)'",
      remedy: Spelling.nearest(value, in: known).map { "did you mean '\($0)'?" } ?? ""
    )
  }

  private func check(_ names: [String], at place: String) -> [SpecProblem] {
    if names.isEmpty {
      return [SpecProblem(place, expected: "at least one operation", got: "none")]
    }
    let known = GenotypeVocabulary.cells
    var seen: Set<String> = []
    var problems = names.enumerated().compactMap { index, name -> SpecProblem? in
      if !known.contains(name) { return unknown(name, at: "\(place).\(index)", known: known) }
      if seen.insert(name).inserted { return nil }
      return SpecProblem("\(place).\(index)", expected: "every operation once", got: "'\(name)'")
    }
    if !derivesNone, names.allSatisfy({ $0 == "none" }) {
      problems.append(
        SpecProblem(place, expected: "an operation other than none", got: "none alone")
      )
    }
    return problems
  }

  /// The space.
  ///
  /// - Precondition: `validate()` finds nothing.
  public var space: CellSpace {
    func table(_ own: [String: [String]]) -> [[String]] {
      edgeNames.map { own[$0] ?? operations }
    }
    return CellSpace(
      id: Self.id,
      summary: "\(name): \(nodes) nodes, defined by the user",
      source: "the user",
      topology: topology,
      normal: table(normal),
      reduce: table(reduce),
      sharing: CellSpace.Sharing(rawValue: sharing) ?? .kind,
      rule: KeepRule(
        edgesPerNode: keptEdges == 0 || anySubset ? nil : keptEdges,
        keepsAnySubset: anySubset,
        derivesNone: derivesNone
      ),
      paperShape: NetworkShape(channels: channels, cells: cells),
      compactShape: NetworkShape(channels: channels, cells: cells)
    )
  }
}
