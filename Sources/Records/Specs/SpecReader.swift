import Yams

/// Reads a spec from YAML (or JSON, which is YAML) laid over the defaults.
///
/// A key the defaults lack is an error with the nearest known key; so is a value of another kind.
/// Every problem of a file is reported at once.
public enum SpecReader {
  /// Reads `yaml`; `file` names it in messages.
  ///
  /// - Throws: `SpecError` with every problem found.
  public static func read<Spec: RunSpecification>(
    _ type: Spec.Type, yaml: String, file: String, over defaults: Spec = Spec()
  ) throws -> Spec {
    let node: Node?
    do {
      node = try Yams.compose(yaml: yaml)
    } catch {
      throw SpecError([SpecProblem(file, expected: "YAML", got: "\(error)")])
    }
    var overlay = Overlay(file: file)
    let tree = overlay.merge(node, over: try JSONValue(encoding: defaults), path: [])
    if !overlay.problems.isEmpty { throw SpecError(overlay.problems) }
    let spec = try tree.decoded(as: type)
    let problems = spec.validate()
    if !problems.isEmpty {
      throw SpecError(
        problems.map {
          SpecProblem(
            "\(file): \($0.place)", expected: $0.expected, got: $0.got, remedy: $0.remedy)
        })
    }
    return spec
  }
}

/// The merging of what a user wrote into the defaults.
private struct Overlay {
  let file: String
  var problems: [SpecProblem] = []

  private func place(_ node: Node, _ path: [String]) -> String {
    let mark = node.mark.map { ":\($0.line):\($0.column)" } ?? ""
    return "\(file)\(mark), \(path.isEmpty ? "top level" : path.joined(separator: "."))"
  }

  mutating func merge(_ node: Node?, over base: JSONValue, path: [String]) -> JSONValue {
    guard let node else { return base }
    switch (base, node) {
    case (.object(var members), .mapping(let mapping)):
      for (keyNode, child) in mapping {
        let key = keyNode.string ?? ""
        guard let old = members[key] else {
          let known = members.keys.sorted()
          problems.append(
            SpecProblem(
              place(keyNode, path + [key]), expected: "one of \(known.joined(separator: ", "))",
              got: "'\(key)'",
              remedy: Spelling.nearest(key, in: known).map { "did you mean '\($0)'?" } ?? ""))
          continue
        }
        members[key] = merge(child, over: old, path: path + [key])
      }
      return .object(members)
    case (.array(let old), .sequence(let items)):
      let sample = old.first
      return .array(
        items.enumerated().map { index, item in
          guard let sample else { return Self.value(of: item) }
          return merge(item, over: sample, path: path + ["\(index)"])
        })
    default:
      return scalar(node, base, path)
    }
  }

  private mutating func scalar(_ node: Node, _ base: JSONValue, _ path: [String]) -> JSONValue {
    let value = Self.value(of: node)
    switch (base, value) {
    case (.bool, .bool), (.string, .string), (.integer, .integer), (.number, .number),
      (.number, .integer), (.null, _):
      return value
    case (.integer, .number(let number)) where number == number.rounded() && abs(number) < 1e15:
      return .integer(Int(number))
    // A default such as 1.0 is written as a whole number; any number may replace it.
    case (.integer, .number): return value
    case (.string, .integer), (.string, .number): return .string(node.string ?? "")
    default:
      problems.append(
        SpecProblem(
          place(node, path), expected: base.kind, got: node.string.map { "'\($0)'" } ?? value.kind))
      return base
    }
  }

  private static func value(of node: Node) -> JSONValue {
    switch node {
    case .mapping(let mapping):
      return .object(
        Dictionary(
          mapping.map { ($0.key.string ?? "", value(of: $0.value)) }, uniquingKeysWith: { $1 }))
    case .sequence(let items): return .array(items.map { value(of: $0) })
    default:
      if let value = node.bool { return .bool(value) }
      if let value = node.int { return .integer(value) }
      if let value = node.float { return .number(value) }
      if node.null != nil { return .null }
      return .string(node.string ?? "")
    }
  }
}

/// Suggestions for misspelt names.
public enum Spelling {
  /// The candidate with the fewest edits, when they are at most a third of the word.
  public static func nearest(_ word: String, in candidates: [String]) -> String? {
    let scored = candidates.map { (distance(word.lowercased(), $0.lowercased()), $0) }
    guard let best = scored.min(by: { $0 < $1 }) else { return nil }
    return best.0 <= max(1, word.count / 3) ? best.1 : nil
  }

  /// Insertions, deletions and replacements between two words (Levenshtein, 1966).
  static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first), Array(second))
    var row = Array(0...b.count)
    for i in 0..<a.count {
      var diagonal = row[0]
      row[0] = i + 1
      for j in 0..<b.count {
        let old = row[j + 1]
        row[j + 1] = min(old + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1))
        diagonal = old
      }
    }
    return row[b.count]
  }
}
