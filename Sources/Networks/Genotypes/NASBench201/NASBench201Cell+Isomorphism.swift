extension NASBench201Cell {
  /// Whether a path of operations other than `none` joins input and output.
  public var isConnected: Bool {
    var reached = [true, false, false, false]
    for (edge, operation) in zip(Self.edges, operations)
    where operation != .none && reached[edge.source] {
      reached[edge.target] = true
    }
    return reached[3]
  }

  /// The key by which the benchmark's authors count 6,466 different cells (`to_unique_str` with
  /// zeros considered): a skip is what it reads, `none` is `#`, the terms of a sum are sorted.
  ///
  /// Zeros stay in sums, so numbering the middle nodes otherwise may change it; `isomorphismKey`
  /// has no such fault.
  public var benchmarkKey: String {
    var nodes = ["0"]
    var rest = operations[...]
    for target in 1..<4 {
      let terms = zip(rest.prefix(target), nodes).map { operation, source in
        switch operation {
        case .none: "#"
        case _ where source == "#": "#"
        case .skipConnect: source
        default: "(\(source))@\(operation.rawValue)"
        }
      }
      rest = rest.dropFirst(target)
      nodes.append(terms.sorted().joined(separator: "+"))
    }
    return nodes[3]
  }

  /// What the cell computes as an expression: skips are what they read, zeros are dropped from
  /// sums, sums of sums are one sum, terms are sorted; 4,930 keys in all, empty without a path.
  public var isomorphismKey: String {
    var nodes: [[String]] = [["0"]]
    var rest = operations[...]
    for target in 1..<4 {
      let terms = zip(rest.prefix(target), nodes).flatMap { operation, source -> [String] in
        switch operation {
        case .none: []
        case _ where source.isEmpty: []
        case .skipConnect: source
        default: ["(\(source.joined(separator: "+")))@\(operation.rawValue)"]
        }
      }
      rest = rest.dropFirst(target)
      nodes.append(terms.sorted())
    }
    return nodes[3].joined(separator: "+")
  }

  /// Whether two cells have the same `isomorphismKey`.
  public func isIsomorphic(to other: NASBench201Cell) -> Bool {
    isomorphismKey == other.isomorphismKey
  }

  /// The isomorphic cell with the smallest index.
  public var canonical: NASBench201Cell {
    Self.smallest[isomorphismKey].map { NASBench201Cell(index: $0) } ?? self
  }

  /// The smallest index of every key.
  private static let smallest: [String: Int] = Dictionary(
    all.map { ($0.isomorphismKey, $0.index) },
    uniquingKeysWith: { first, _ in first }
  )
}
