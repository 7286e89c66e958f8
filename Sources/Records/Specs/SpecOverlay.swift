import Yams

/// The merging of what a user wrote into the tree of defaults; gathers every problem.
struct SpecOverlay {
  /// Names the source in messages: a file, or an override.
  var source: String
  let choices: SpecChoices
  var problems: [SpecProblem] = []
  /// Where the user wrote a value, by path; for messages about it later.
  var places: [String: String] = [:]
  /// Aliases of YAML can stand for far more nodes than the file has bytes.
  private var nodesLeft = 100_000

  init(source: String, choices: SpecChoices) {
    self.source = source
    self.choices = choices
  }

  /// The place of a node for messages.
  func place(_ node: Node, _ path: [String]) -> String {
    let mark = node.mark.map { ":\($0.line):\($0.column)" } ?? ""
    return "\(source)\(mark), \(path.isEmpty ? "top level" : path.joined(separator: "."))"
  }

  private mutating func report(
    _ node: Node,
    _ path: [String],
    expected: String,
    got: String,
    remedy: String = ""
  ) {
    problems.append(SpecProblem(place(node, path), expected: expected, got: got, remedy: remedy))
  }

  private mutating func spend(_ node: Node, _ path: [String]) -> Bool {
    nodesLeft -= 1
    if nodesLeft > 0 && path.count <= 64 { return true }
    if nodesLeft == 0 || path.count == 65 {
      report(node, path, expected: "at most 100000 values, 64 levels deep", got: "more")
    }
    return false
  }

  private func described(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): "'\(scalar.string.prefix(60))'"
    case .mapping: "named values"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  /// `base` with what `node` says in place; `pattern` is the path with `*` for items of lists.
  mutating func merge(
    _ node: Node,
    over base: JSONValue,
    path: [String] = [],
    pattern: [String] = []
  ) -> JSONValue {
    guard spend(node, path) else { return base }
    places[path.joined(separator: ".")] = place(node, path)
    if let kinds = choices.kinds(at: pattern.joined(separator: ".")) {
      return mergeChoice(node, over: base, kinds: kinds, path: path, pattern: pattern)
    }
    switch (base, node) {
    case (.object(let members), .mapping(let mapping)):
      // An object without members by default is a dictionary of the user's own keys.
      if members.isEmpty { return free(node, path) }
      return mergeMembers(mapping, over: members, path: path, pattern: pattern)
    case (.array(let old), .sequence(let items)):
      return .array(
        items.enumerated().map { index, item in
          mergeItem(item, like: old.first, path: path + [String(index)], pattern: pattern + ["*"])
        }
      )
    case (.null, _):
      return free(node, path)
    case (_, .scalar(let scalar)):
      if let value = SpecScalar.value(scalar, like: base) { return value }
    default: break
    }
    report(node, path, expected: base.kind, got: described(node))
    return base
  }

  private mutating func mergeMembers(
    _ mapping: Node.Mapping,
    over base: [String: JSONValue],
    path: [String],
    pattern: [String]
  ) -> JSONValue {
    var members = base
    for (keyNode, child) in mapping {
      let key = keyNode.scalar?.string ?? described(keyNode)
      guard let old = base[key] else {
        let known = base.keys.sorted()
        report(
          keyNode,
          path + [key],
          expected: "one of the keys \(known.joined(separator: ", "))",
          got: "'\(key.prefix(60))'",
          remedy: Spelling.suggestion(key, in: known)
        )
        continue
      }
      members[key] = merge(child, over: old, path: path + [key], pattern: pattern + [key])
    }
    return .object(members)
  }

  private mutating func mergeChoice(
    _ node: Node,
    over base: JSONValue,
    kinds: [String],
    path: [String],
    pattern: [String]
  ) -> JSONValue {
    var mapping: Node.Mapping?
    var kindNode: Node?
    switch node {
    case .scalar(let scalar):
      if base == .null, SpecScalar.free(scalar) == .null { return base }
      kindNode = node
    case .mapping(let found):
      mapping = found
      kindNode = found.first { $0.key.scalar?.string == "kind" }?.value
    default: break
    }
    var defaults = base
    if let kindNode {
      let kind = kindNode.scalar?.string ?? described(kindNode)
      guard let found = choices.defaults(at: pattern.joined(separator: "."), kind: kind) else {
        report(
          kindNode,
          path + ["kind"],
          expected: "one of \(kinds.joined(separator: ", "))",
          got: "'\(kind.prefix(60))'",
          remedy: Spelling.suggestion(kind, in: kinds)
        )
        return base
      }
      if base["kind"] != .string(kind) { defaults = found }
    }
    guard mapping != nil || kindNode != nil, case .object(let members) = defaults else {
      report(
        node,
        path,
        expected: "named values with 'kind', one of \(kinds.joined(separator: ", "))",
        got: described(node)
      )
      return base
    }
    guard let mapping else { return defaults }
    return mergeMembers(mapping, over: members, path: path, pattern: pattern)
  }

  /// An item replaces the default's items: a sample of those lends its types, not its values.
  private mutating func mergeItem(
    _ item: Node,
    like sample: JSONValue?,
    path: [String],
    pattern: [String]
  ) -> JSONValue {
    if choices.kinds(at: pattern.joined(separator: ".")) != nil {
      return merge(item, over: .object([:]), path: path, pattern: pattern)
    }
    guard let sample else { return free(item, path) }
    guard case .object = sample, case .mapping(let mapping) = item,
      case .object(let merged) = merge(item, over: sample, path: path, pattern: pattern)
    else { return merge(item, over: sample, path: path, pattern: pattern) }
    let written = mapping.keys.compactMap { $0.scalar?.string }
    return .object(merged.filter { written.contains($0.key) })
  }

  /// The node by its looks.
  private mutating func free(_ node: Node, _ path: [String]) -> JSONValue {
    guard spend(node, path) else { return .null }
    switch node {
    case .scalar(let scalar): return SpecScalar.free(scalar)
    case .sequence(let items):
      return .array(items.enumerated().map { free($1, path + [String($0)]) })
    case .mapping(let mapping):
      var members: [String: JSONValue] = [:]
      for (key, value) in mapping {
        guard let name = key.scalar?.string else {
          report(key, path, expected: "text as a key", got: described(key))
          continue
        }
        places[(path + [name]).joined(separator: ".")] = place(key, path + [name])
        members[name] = free(value, path + [name])
      }
      return .object(members)
    case .alias: return .null
    }
  }
}
