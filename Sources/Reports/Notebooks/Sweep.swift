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

  /// Reads a block: the keys of a run, and `grid` with a list of values for each key that varies.
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
    let base = Self.withoutGrid(block.yaml, fields)
    var members: [Member] = []
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
        settings: profile + chosen
      )
      let words = chosen.map { FileName.safe($0.value) }
      let full = "\(name)-\(words.joined(separator: "-"))"
      spec.name = full.utf8.count <= 80 ? full : "\(name.prefix(70))-\(number)"
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

  /// The block's YAML with the lines of `grid` left empty.
  private static func withoutGrid(_ yaml: String, _ fields: BlockFields) -> String {
    var lines = yaml.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let start = lines.firstIndex(where: { $0.hasPrefix("grid:") }) else { return yaml }
    lines[start] = ""
    var next = start + 1
    while next < lines.count,
      lines[next].first == " " || lines[next].isEmpty
        || lines[next].hasPrefix("#") || lines[next].hasPrefix("-")
    {
      lines[next] = ""
      next += 1
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
