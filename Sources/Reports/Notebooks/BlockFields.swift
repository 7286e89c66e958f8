import Records
import Yams

/// The named values of a block or of the front matter, each with its place in the file.
struct BlockFields {
  private let file: String
  private let line: Int
  private let mapping: Node.Mapping

  /// Reads YAML whose line numbers are those of the file.
  ///
  /// - Throws: `SpecError` for text that is no mapping, and for every key not `allowed`.
  init(_ yaml: String, file: String, line: Int, allowed: [String]?) throws {
    self.file = file
    self.line = line
    let node: Node?
    do {
      node = try Yams.compose(yaml: yaml)
    } catch let error as YamlError {
      throw SpecError([Self.problem(error, file: file, line: line)])
    } catch {
      throw SpecError([SpecProblem("\(file):\(line)", expected: "YAML", got: "\(error)")])
    }
    guard let found = node.map({ $0.mapping }) ?? Node.Mapping([]) else {
      throw SpecError([
        SpecProblem("\(file):\(line)", expected: "lines of the form key: value", got: "other YAML")
      ])
    }
    mapping = found
    guard let allowed else { return }
    let problems = Array(mapping.keys).filter { !allowed.contains($0.string ?? "") }.map { key in
      SpecProblem(
        Self.place(key, file, key.string ?? ""),
        expected: "one of the keys \(allowed.joined(separator: ", "))",
        got: "'\(key.string ?? "another value")'",
        remedy: Spelling.suggestion(key.string ?? "", in: allowed)
      )
    }
    if !problems.isEmpty { throw SpecError(problems) }
  }

  /// What a parser of YAML complains about, at its place in the file.
  private static func problem(_ error: YamlError, file: String, line: Int) -> SpecProblem {
    switch error {
    case .scanner(_, let problem, let mark, let yaml), .parser(_, let problem, let mark, let yaml),
      .composer(_, let problem, let mark, let yaml):
      let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
      let text = mark.line <= lines.count ? lines[max(0, mark.line - 1)] : ""
      return SpecProblem(
        "\(file):\(mark.line):\(mark.column)",
        expected: "YAML",
        got: "'\(MarkdownText.line(String(text.prefix(60))))' (\(problem))",
        remedy: text.hasPrefix("\t") ? "indent with spaces, not with a tab" : ""
      )
    case .duplicatedKeysInMapping(let keys, let context):
      return SpecProblem(
        "\(file):\(context.mark.line):\(context.mark.column)",
        expected: "every key once",
        got: "\(keys.sorted().joined(separator: ", ")) twice"
      )
    default:
      return SpecProblem("\(file):\(line)", expected: "YAML", got: "\(error)")
    }
  }

  private static func place(_ node: Node, _ file: String, _ key: String) -> String {
    let mark = node.mark.map { ":\($0.line):\($0.column)" } ?? ""
    return "\(file)\(mark), \(key)"
  }

  /// The keys in the order they were written.
  var keys: [String] { Array(mapping.keys).compactMap { $0.string } }

  /// The value of a key as YAML, or nil without it.
  func node(_ key: String) -> Node? { mapping[Node(key)] }

  /// Where a key's value stands; the block itself for a key that is missing.
  func place(_ key: String) -> String {
    node(key).map { Self.place($0, file, key) } ?? "\(file):\(line):1, \(key)"
  }

  /// A problem with a key.
  func problem(_ key: String, expected: String, got: String, remedy: String = "") -> SpecError {
    SpecError([SpecProblem(place(key), expected: expected, got: got, remedy: remedy)])
  }

  /// A text, or nil without the key.
  func text(_ key: String) throws -> String? {
    guard let node = node(key) else { return nil }
    guard let text = node.scalar?.string else {
      throw problem(key, expected: "text", got: "a list or named values")
    }
    return text
  }

  /// A text that must be one of those known.
  func choice(_ key: String, of known: [String]) throws -> String? {
    guard let value = try text(key) else { return nil }
    guard known.contains(value) else {
      throw problem(
        key,
        expected: "one of \(known.joined(separator: ", "))",
        got: "'\(value)'",
        remedy: Spelling.suggestion(value, in: known)
      )
    }
    return value
  }

  /// A list of texts, a single one counting as a list; nil without the key.
  func list(_ key: String) throws -> [String]? {
    guard let node = node(key) else { return nil }
    if let text = node.scalar?.string { return [text] }
    guard let items = node.sequence else {
      throw problem(key, expected: "a text or a list of texts", got: "named values")
    }
    return try items.map { item in
      guard let text = item.scalar?.string else {
        throw problem(key, expected: "a list of texts", got: "a list of something else")
      }
      return text
    }
  }
}
