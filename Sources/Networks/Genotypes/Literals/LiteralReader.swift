/// Turns literal values into the parts of a genotype, with errors at their places.
struct LiteralReader {
  /// The operations a text may name.
  let operations: [String]
  /// Other names and the operations they mean.
  var aliases: [String: String] = [:]
  /// The form of the text, for errors.
  let form: String

  func fault(_ value: LiteralValue, _ expected: String) -> GenotypeError {
    .syntax(at: value.position, expected: expected, got: value.summary, form: form)
  }

  /// The fields of a call to `name`.
  func arguments(_ value: LiteralValue, of name: String) throws(GenotypeError)
    -> [LiteralValue.Field]
  {
    guard case .call(name, let fields) = value.content else { throw fault(value, "\(name)(") }
    return fields
  }

  /// The fields by name, each known and given once.
  func table(
    _ fields: [LiteralValue.Field],
    known: [String]
  ) throws(GenotypeError) -> [String: LiteralValue] {
    var result: [String: LiteralValue] = [:]
    for field in fields {
      guard known.contains(field.name) else {
        throw .unknownField(name: field.name, at: field.position, known: known)
      }
      guard result.updateValue(field.value, forKey: field.name) == nil else {
        throw .repeatedField(name: field.name, at: field.position)
      }
    }
    return result
  }

  /// A field that must be there; `owner` is the value it should be in.
  func field(
    _ name: String,
    _ table: [String: LiteralValue],
    of owner: LiteralValue
  ) throws(GenotypeError) -> LiteralValue {
    guard let value = table[name] else {
      throw .missingField(name: name, at: owner.position, form: form)
    }
    return value
  }

  /// The items of a list or tuple.
  func items(_ value: LiteralValue, _ expected: String) throws(GenotypeError) -> [LiteralValue] {
    switch value.content {
    case .list(let items), .tuple(let items): return items
    default: throw fault(value, expected)
    }
  }

  func integer(_ value: LiteralValue) throws(GenotypeError) -> Int {
    guard case .integer(let integer) = value.content else { throw fault(value, "a node number") }
    return integer
  }

  /// The nodes of a concatenation, as a range or a list.
  func concat(_ value: LiteralValue) throws(GenotypeError) -> [Int] {
    if case .range(let first, let end) = value.content { return Array(first..<end) }
    var result: [Int] = []
    for item in try items(value, "a range or a list of node numbers") {
      result.append(try integer(item))
    }
    return result
  }

  func operation(_ value: LiteralValue) throws(GenotypeError) -> String {
    guard case .text(let written) = value.content else {
      throw fault(value, "a quoted operation name")
    }
    let name = aliases[written] ?? written
    guard operations.contains(name) else {
      throw .unknownOperation(
        name: written,
        at: .text(value.position),
        known: operations + aliases.keys.sorted()
      )
    }
    return name
  }

  /// An edge into a node, `source` checked against it.
  func edge(
    _ operation: LiteralValue,
    source: LiteralValue,
    into node: Int
  ) throws(GenotypeError) -> GenotypeEdge {
    let edge = GenotypeEdge(
      operation: try self.operation(operation),
      source: try integer(source)
    )
    guard (0..<node).contains(edge.source) else {
      throw .badSource(source: edge.source, node: node, at: .text(source.position))
    }
    return edge
  }

  /// `('name', source)`.
  func pair(_ value: LiteralValue, into node: Int) throws(GenotypeError) -> GenotypeEdge {
    let parts = try items(value, "a pair (operation, node)")
    guard parts.count == 2 else { throw fault(value, "a pair (operation, node)") }
    return try edge(parts[0], source: parts[1], into: node)
  }

  /// The nodes of a list of triples, in which `target` and `source` are positions in a triple.
  func nodes(
    triples value: LiteralValue,
    source: Int,
    target: Int,
    through last: Int,
    inputs: Int = 2
  ) throws(GenotypeError) -> [[GenotypeEdge]] {
    let shape = source == 1 ? "(operation, from, to)" : "(operation, node, from)"
    var nodes: [[GenotypeEdge]] = Array(repeating: [], count: max(0, last + 1 - inputs))
    for triple in try items(value, "a list of triples \(shape)") {
      let parts = try items(triple, "a triple \(shape)")
      guard parts.count == 3 else { throw fault(triple, "a triple \(shape)") }
      let node = try integer(parts[target])
      guard (inputs..<LiteralParser.longestRange).contains(node) else {
        throw fault(parts[target], "an intermediate node, \(inputs) or above")
      }
      while nodes.count < node + 1 - inputs { nodes.append([]) }
      nodes[node - inputs].append(try edge(parts[0], source: parts[source], into: node))
    }
    return nodes
  }
}
