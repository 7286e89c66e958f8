import CMarkdown
import Records

/// A value in prose, written `{{ name.metric }}`.
public struct InlineValue: Sendable, Hashable {
  /// What is asked for.
  public enum Wanted: Sendable, Hashable {
    /// `notebook.title`, `notebook.profile`.
    case notebook(String)
    /// A metric of a run, or the mean over a sweep or one of its arms.
    case metric(String)
    /// Something from the spec or the record: `hash`, `run`, `genotype`, `spec.PATH`.
    case fact(String)
  }

  /// The run or sweep; empty for the notebook.
  public let name: String
  /// The arm of a sweep, in square brackets; nil for all.
  public let arm: String?
  /// What of it.
  public let wanted: Wanted
  /// Whether the 95 % interval follows.
  public let showsInterval: Bool
  /// Where it stands.
  let place: String

  private static let facts = ["hash", "run", "genotype", "seed"]

  /// Reads an expression.
  ///
  /// - Throws: `SpecError` for what names nothing above it.
  init(_ text: String, place: String, names: [String: [String]]) throws {
    self.place = place
    let parts = text.split(separator: "|", omittingEmptySubsequences: false)
      .map { $0.trimmed }
    guard parts.count == 1 || (parts.count == 2 && parts[1] == "interval") else {
      throw Self.problem(place, "one value, at most followed by | interval", "'\(text)'")
    }
    showsInterval = parts.count == 2
    let expression = parts[0]
    if let key = expression.dropping("notebook.") {
      let known = ["title", "profile", "budget"]
      guard known.contains(key) else {
        throw Self.problem(
          place,
          "notebook.title, notebook.profile or notebook.budget",
          "'\(text)'"
        )
      }
      (name, arm, wanted) = ("", nil, .notebook(key))
      return
    }
    // Names may hold dots: the longest that fits is meant.
    let fitting = names.keys.sorted { ($1.count, $0) < ($0.count, $1) }.first { name in
      expression.hasPrefix(name + ".") || expression.hasPrefix(name + "[")
    }
    guard let name = fitting else {
      let known = names.keys.sorted()
      let word = String(expression.prefix { $0 != "." && $0 != "[" })
      throw Self.problem(
        place,
        known.isEmpty
          ? "a run above it" : "NAME.VALUE with one of \(known.joined(separator: ", "))",
        "'\(expression)'",
        Spelling.suggestion(word, in: known)
      )
    }
    self.name = name
    var rest = expression.dropFirst(name.count)
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]") else {
        throw Self.problem(place, "a closing bracket after the arm", "'\(expression)'")
      }
      let arm = rest[rest.index(after: rest.startIndex)..<end].trimmed
      let arms = names[name] ?? []
      guard arms.contains(arm) else {
        throw Self.problem(
          place,
          arms.isEmpty
            ? "no arm: \(name) is a single run" : "one of \(arms.joined(separator: ", "))",
          "'\(arm)'",
          Spelling.suggestion(arm, in: arms)
        )
      }
      self.arm = arm
      rest = rest[rest.index(after: end)...]
    } else {
      arm = nil
    }
    let value = rest.hasPrefix(".") ? String(rest.dropFirst()) : ""
    let metrics = MetricCatalog.all.map(\.id)
    if metrics.contains(value) {
      wanted = .metric(value)
    } else if Self.facts.contains(value) || value.hasPrefix("spec.") {
      wanted = .fact(value)
    } else {
      let known = metrics + Self.facts + ["spec.KEY"]
      throw Self.problem(
        place,
        "one of \(known.joined(separator: ", "))",
        "'\(value)'",
        Spelling.suggestion(value, in: known)
      )
    }
  }

  private static func problem(
    _ place: String,
    _ expected: String,
    _ got: String,
    _ remedy: String = ""
  ) -> SpecError {
    SpecError([SpecProblem(place, expected: expected, got: got, remedy: remedy)])
  }
}

/// Prose with the values inside it.
public struct Prose: Sendable {
  /// Text kept as it is, or a value.
  public enum Part: Sendable {
    case text(String)
    case value(InlineValue)
  }

  /// The parts in order.
  public let parts: [Part]

  /// Finds the values of some lines of Markdown; code is left alone, and so is `\{{`.
  ///
  /// - Parameter names: runs and sweeps above, each with its arms.
  /// - Throws: `SpecError`.
  init(_ lines: [String], firstLine: Int, file: String, names: [String: [String]]) throws {
    let code = Self.code(lines)
    var parts: [Part] = []
    var plain = ""
    for (index, line) in lines.enumerated() {
      if index > 0 { plain += "\n" }
      var rest = line[...]
      while let open = rest.firstRange(of: "{{") {
        let column = line[..<open.lowerBound].utf8.count + 1
        let isEscaped = rest[..<open.lowerBound].last == "\\"
        let isCode = code.contains { $0.line == index + 1 && $0.columns.contains(column) }
        guard !isEscaped, !isCode else {
          plain +=
            isEscaped && !isCode
            ? rest[..<open.lowerBound].dropLast() + "{{" : rest[..<open.upperBound]
          rest = rest[open.upperBound...]
          continue
        }
        let place = "\(file):\(firstLine + index):\(column), inline value"
        guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
          throw SpecError([
            SpecProblem(place, expected: "}} on the same line", got: "the end of the line")
          ])
        }
        plain += rest[..<open.lowerBound]
        parts.append(.text(plain))
        plain = ""
        let inner = rest[open.upperBound..<close.lowerBound].trimmed
        parts.append(.value(try InlineValue(inner, place: place, names: names)))
        rest = rest[close.upperBound...]
      }
      plain += rest
    }
    parts.append(.text(plain))
    self.parts = parts
  }

  private struct Span {
    let line: Int
    let columns: ClosedRange<Int>
  }

  /// Where code stands: spans, fenced and indented blocks, raw HTML.
  private static func code(_ lines: [String]) -> [Span] {
    MarkdownTree.with(lines.joined(separator: "\n")) { root, _ in
      MarkdownTree.nodes(root).flatMap { node -> [Span] in
        let type = cmark_node_get_type(node)
        let isBlock = type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK
        guard isBlock || type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE else {
          return []
        }
        let first = Int(cmark_node_get_start_line(node))
        let last = max(first, Int(cmark_node_get_end_line(node)))
        let start = max(1, Int(cmark_node_get_start_column(node)))
        let end = Int(cmark_node_get_end_column(node))
        if isBlock || last > first {
          return (first...last).map { Span(line: $0, columns: 1...1_000_000) }
        }
        return [Span(line: first, columns: start...max(start, end))]
      }
    }
  }
}

extension StringProtocol {
  var trimmed: String {
    let kept = drop { $0 == " " || $0 == "\t" }
    return String(kept.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }

  /// The rest after `prefix`, or nil without it.
  func dropping(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
