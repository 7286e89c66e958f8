import Records
public import Search
import Yams

/// Runs that differ in a grid of settings.
public struct Sweep: Sendable {
  /// One run of the grid.
  public struct Member: Sendable {
    /// Its value of each key, in the order of the keys.
    public let values: [String]
    /// Its spec.
    public let spec: SearchSpec
  }

  /// What panels call it.
  public let name: String
  /// The keys that vary, dotted paths of the spec.
  public let keys: [String]
  /// Every combination, the last key varying fastest.
  public let members: [Member]

  private static let limit = 500

  /// Reads a block: the keys of a run, `grid` with a list of values for each key that varies, and `arms`
  /// with settings that go with single values, such as `{gold-nas: {alpha.rate: 10}}`.
  ///
  /// - Parameter grids: lists of the profile that replace those of the grid, as `grid.KEY`.
  /// - Throws: `SpecError`.
  init(
    _ block: NotebookSource.Block,
    file: String,
    profile: [FrontMatter.Setting],
    grids: [FrontMatter.Setting] = []
  ) throws {
    let fields = try BlockFields(block.yaml, file: file, line: block.line, allowed: nil)
    guard let name = try fields.text("name") else {
      throw fields.problem("name", expected: "a name for the sweep", got: "none")
    }
    let problems = RunName.problems(name)
    if let first = problems.first {
      throw fields.problem("name", expected: first.expected, got: first.got)
    }
    guard let grid = fields.node("grid")?.mapping, !grid.isEmpty else {
      throw fields.problem(
        "grid",
        expected: "keys with lists, such as method: [darts-v1, fairdarts]",
        got: fields.node("grid") == nil ? "none" : "something else"
      )
    }
    var keys: [String] = []
    var axes: [[FrontMatter.Setting]] = []
    for (keyNode, written) in grid {
      let key = keyNode.string ?? ""
      let replaced = grids.last { $0.path == "grid.\(key)" }
      let values = try replaced.flatMap { try Yams.compose(yaml: $0.value) } ?? written
      let mark = (values.mark ?? keyNode.mark).map { ":\($0.line):\($0.column)" } ?? ""
      guard let items = values.sequence, !items.isEmpty else {
        throw SpecError([
          SpecProblem(
            replaced?.place ?? "\(file)\(mark), grid.\(key)",
            expected: "a list of values, such as [1, 2]",
            got: "something else"
          )
        ])
      }
      keys.append(key)
      axes.append(
        items.map { item in
          let mark = item.mark.map { ":\($0.line):\($0.column)" } ?? ""
          return FrontMatter.Setting(
            path: key,
            value: Self.inline(item),
            place: replaced?.place ?? "\(file)\(mark), grid.\(key)"
          )
        }
      )
    }
    let count = axes.reduce(1) { $0 * $1.count }
    guard count <= Self.limit else {
      throw fields.problem("grid", expected: "at most \(Self.limit) runs", got: "\(count)")
    }
    let arms = try Self.arms(fields, axes: axes, file: file)
    let base = Self.without(["grid:", "arms:"], block.yaml)
    var members: [Member] = []
    var names: Set<String> = []
    for number in 0..<count {
      var rest = number
      var chosen: [FrontMatter.Setting] = []
      for axis in axes.reversed() {
        chosen.insert(axis[rest % axis.count], at: 0)
        rest /= axis.count
      }
      // The grid is laid over the profile: what varies must vary.
      var spec = try NotebookSpecs.search(
        base,
        file: file,
        line: block.line,
        settings: profile + chosen + chosen.flatMap { arms[$0.value] ?? [] }
      )
      let words = chosen.map { FileName.safe($0.value) }
      let full = "\(name)-\(words.joined(separator: "-"))"
      spec.name = full.utf8.count <= 80 ? full : "\(name.prefix(70))-\(number)"
      // Values that differ only in what a file's name cannot hold, such as `darts+` and `darts-`.
      if !names.insert(spec.name).inserted { spec.name = "\(spec.name.prefix(70))-\(number)" }
      members.append(Member(values: chosen.map(\.value), spec: spec))
    }
    self.name = name
    self.keys = keys
    self.members = members
  }

  /// The members by their values of one key: the arms of a comparison.
  func labels(by key: String) -> [String] {
    guard let place = keys.firstIndex(of: key) else { return members.map { _ in name } }
    return members.map { $0.values[place] }
  }

  /// The key whose values are compared unless a block names one: the first that is no seed.
  var defaultKey: String { keys.first { $0 != "seed" } ?? keys[0] }

  /// The settings of `arms` by value.
  ///
  /// - Throws: `SpecError` for a value the grid does not have.
  private static func arms(
    _ fields: BlockFields,
    axes: [[FrontMatter.Setting]],
    file: String
  ) throws -> [String: [FrontMatter.Setting]] {
    guard let node = fields.node("arms") else { return [:] }
    guard let mapping = node.mapping else {
      throw fields.problem(
        "arms",
        expected: "values of the grid with settings, such as gold-nas: {alpha.rate: 10}",
        got: "something else"
      )
    }
    let known = axes.joined().map(\.value)
    var result: [String: [FrontMatter.Setting]] = [:]
    for (key, settings) in mapping {
      let value = inline(key)
      guard known.contains(value), settings.mapping != nil else {
        throw fields.problem(
          "arms",
          expected: "values of the grid with settings: \(known.joined(separator: ", "))",
          got: "'\(value)'",
          remedy: Spelling.suggestion(value, in: known)
        )
      }
      result[value] = FrontMatter.settings(settings, [], file)
    }
    return result
  }

  /// The block's YAML with the lines of some keys left empty.
  private static func without(_ keys: [String], _ yaml: String) -> String {
    var lines = yaml.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for key in keys {
      guard let start = lines.firstIndex(where: { $0.hasPrefix(key) }) else { continue }
      lines[start] = ""
      var next = start + 1
      while next < lines.count,
        lines[next].first == " " || lines[next].isEmpty
          || lines[next].hasPrefix("#") || lines[next].hasPrefix("-")
      {
        lines[next] = ""
        next += 1
      }
    }
    return lines.joined(separator: "\n")
  }

  /// A value as YAML on one line.
  static func inline(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar):
      scalar.style == .plain
        ? scalar.string : "\"" + scalar.string.replacing("\"", with: "\\\"") + "\""
    case .sequence(let items): "[" + items.map(inline).joined(separator: ", ") + "]"
    case .mapping(let mapping):
      "{" + mapping.map { "\(inline($0.key)): \(inline($0.value))" }.joined(separator: ", ") + "}"
    case .alias: "null"
    }
  }
}
