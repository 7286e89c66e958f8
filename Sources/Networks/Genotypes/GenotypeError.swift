/// A place in a text; both numbers start at 1 and columns count characters.
public struct TextPosition: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The line.
  public var line: Int
  /// The character within the line.
  public var column: Int

  /// Creates a position.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// `line 1, column 2`.
  public var description: String { "line \(line), column \(column)" }
}

/// Where a fault of a genotype lies: in the text it was read from or in the value.
public enum GenotypePlace: Sendable, Hashable, CustomStringConvertible {
  /// In a text.
  case text(TextPosition)
  /// In a node of a cell; 2 is the first intermediate node.
  case node(cell: String, node: Int)

  /// The place in words.
  public var description: String {
    switch self {
    case .text(let position): position.description
    case .node(let cell, let node): "\(cell) cell, node \(node)"
    }
  }
}

/// What makes a text no genotype, or a genotype impossible to build or to write.
public enum GenotypeError: Error, Sendable, Hashable {
  /// The text stops having the expected form at this place; `form` shows it.
  case syntax(at: TextPosition, expected: String, got: String, form: String)
  /// A field the format does not have.
  case unknownField(name: String, at: TextPosition, known: [String])
  /// A field given twice.
  case repeatedField(name: String, at: TextPosition)
  /// A field that is not there.
  case missingField(name: String, at: TextPosition, form: String)
  /// An operation that is not among the known ones.
  case unknownOperation(name: String, at: GenotypePlace, known: [String])
  /// An edge from a node that does not come before its target.
  case badSource(source: Int, node: Int, at: GenotypePlace)
  /// Two edges of a node from the same source, where sources must differ.
  case repeatedSource(source: Int, at: GenotypePlace)
  /// A cell concatenating nothing, the same node twice or a node that does not exist.
  case badConcat(cell: String, concat: [Int], nodes: Int)
  /// A flat list of pairs that does not divide into nodes.
  case badEdgeCount(cell: String, got: Int, at: TextPosition)
  /// A node that nothing flows into.
  case emptyNode(cell: String, node: Int)
  /// An architecture a format has no notation for.
  case notRepresentable(format: String, reason: String)
  /// An architecture that a space, a network or a table does not have.
  case misfit(place: String, expected: String, got: String)
  /// A text no format recognizes.
  case unrecognized(known: [String])
}

extension GenotypeError: CustomStringConvertible {
  /// What was wrong, where, and what was expected.
  public var description: String {
    "genotype, " + problem
  }

  /// The same without saying that it is about a genotype.
  public var problem: String {
    switch self {
    case .syntax(let place, let expected, let got, let form):
      "\(place): expected \(expected), got \(got); the form is \(form)"
    case .unknownField(let name, let place, let known):
      "\(place): no field is named '\(name)'\(Self.hint(name, known)); the fields are "
        + known.joined(separator: ", ")
    case .repeatedField(let name, let place):
      "\(place): the field '\(name)' was given before; keep one of them"
    case .missingField(let name, let place, let form):
      "\(place): the field '\(name)' is missing; the form is \(form)"
    case .unknownOperation(let name, let place, let known):
      "\(place): no operation is named '\(name)'\(Self.hint(name, known)); known are "
        + known.joined(separator: ", ")
    case .badSource(let source, let node, let place):
      "\(place): node \(node) reads node \(source), but only nodes 0 to \(node - 1) come before it"
    case .repeatedSource(let source, let place):
      "\(place): two edges come from node \(source); the sources of a node must differ"
    case .badConcat(let cell, let concat, let nodes):
      "\(cell) cell: concat \(concat) must name some of the intermediate nodes 2 to \(nodes + 1), "
        + "each once"
    case .badEdgeCount(let cell, let got, let place):
      "\(place): the \(cell) cell has \(got) edges; expected two per node, an even number above 0"
    case .emptyNode(let cell, let node):
      "\(cell) cell: nothing flows into node \(node); give it an edge with an operation other than "
        + "none"
    case .notRepresentable(let format, let reason):
      "format \(format): \(reason); choose another format"
    case .misfit(let place, let expected, let got):
      "\(place): expected \(expected), got \(got)"
    case .unrecognized(let known):
      "line 1, column 1: expected Genotype(...), |op~0|+... or another of the formats, got none of "
        + "them; known are \(known.joined(separator: ", "))"
    }
  }

  private static func hint(_ name: String, _ known: [String]) -> String {
    NearestName.of(name, among: known).map { " (did you mean '\($0)'?)" } ?? ""
  }
}
