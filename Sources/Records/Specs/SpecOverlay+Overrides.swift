import Yams

extension SpecOverlay {
  /// Applies one override of the form `path=value`, the value in YAML.
  mutating func apply(override text: String, to tree: JSONValue) -> JSONValue {
    source = "--set \(text)"
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !path.contains("") else {
      problems.append(
        SpecProblem(source, expected: "path=value, such as data.dataset=mnist", got: "'\(text)'")
      )
      return tree
    }
    do {
      let node = try Yams.compose(yaml: String(parts[1])) ?? Node("")
      return set(node, path[...], in: tree, path: [], pattern: [])
    } catch {
      problems.append(SpecProblem(source, expected: "a value in YAML", got: "\(error)"))
      return tree
    }
  }

  private mutating func set(
    _ node: Node,
    _ rest: ArraySlice<String>,
    in tree: JSONValue,
    path: [String],
    pattern: [String]
  ) -> JSONValue {
    guard let key = rest.first else { return merge(node, over: tree, path: path, pattern: pattern) }
    let isChoice = choices.kinds(at: pattern.joined(separator: ".")) != nil
    if isChoice, key == "kind", rest.count == 1 {
      let mapping = Node([(Node("kind"), node)])
      return merge(mapping, over: tree, path: path, pattern: pattern)
    }
    switch tree {
    case .object(var members):
      // A dictionary of the user's own keys may gain one.
      let isFree = members.isEmpty && !isChoice
      guard let old = members[key] ?? (isFree ? .null : nil) else {
        let known = members.keys.sorted()
        problems.append(
          SpecProblem(
            source,
            expected: "one of the keys \(known.joined(separator: ", "))",
            got: "'\(key)'",
            remedy: Spelling.suggestion(key, in: known)
          )
        )
        return tree
      }
      members[key] = set(
        node,
        rest.dropFirst(),
        in: old,
        path: path + [key],
        pattern: pattern + [key]
      )
      return .object(members)
    case .array(var items):
      guard let index = Int(key), items.indices.contains(index) else {
        problems.append(
          SpecProblem(
            source,
            expected: items.isEmpty
              ? "a value for the whole list, which is empty"
              : "an index from 0 to \(items.count - 1)",
            got: "'\(key)'"
          )
        )
        return tree
      }
      items[index] = set(
        node,
        rest.dropFirst(),
        in: items[index],
        path: path + [key],
        pattern: pattern + ["*"]
      )
      return .array(items)
    default:
      problems.append(
        SpecProblem(
          source,
          expected: "a path that ends at \(path.joined(separator: "."))",
          got: "'\(key)' below \(tree.kind)"
        )
      )
      return tree
    }
  }
}
