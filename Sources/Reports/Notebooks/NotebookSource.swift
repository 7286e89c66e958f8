import CMarkdown
import Foundation
import Records
import Yams

/// The text of a notebook cut into front matter, prose and our fenced blocks.
struct NotebookSource {
  /// A fenced block whose info string is one of ours.
  struct Block {
    /// The info string, such as `run`.
    let kind: String
    /// Its YAML, after as many empty lines as stand above it in the file, so that every line number
    /// a parser gives is one of the file.
    let yaml: String
    /// The line of the opening fence, from 1.
    let line: Int
  }

  /// A part of the file.
  enum Part {
    case prose([String], firstLine: Int)
    case block(Block)
  }

  /// Names the file in messages.
  let path: String
  /// The YAML between the two lines of three dashes at the top, padded like a block's; nil without.
  let frontMatter: String?
  /// What follows it, in order.
  let parts: [Part]

  /// The info strings of our blocks.
  static let kinds = [
    "run", "sweep", "train", "lookup", "show", "chart", "table", "verdict", "detector",
  ]

  init(_ text: String, path: String) throws {
    self.path = path
    var lines = text.replacing("\r\n", with: "\n")
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var first = 0
    if lines.first == "---" {
      guard let end = lines.dropFirst().firstIndex(of: "---") else {
        throw SpecError([
          SpecProblem(
            "\(path):1:1, front matter",
            expected: "a second line of three dashes that ends it",
            got: "the end of the file"
          )
        ])
      }
      frontMatter = "\n" + lines[1..<end].joined(separator: "\n")
      // Three dashes would read as a rule or make a heading of the line above.
      for index in 0...end { lines[index] = "" }
      first = end + 1
    } else {
      frontMatter = nil
    }
    var parts: [Part] = []
    var next = first
    for (block, last) in Self.blocks(lines.joined(separator: "\n")) {
      guard Self.kinds.contains(block.kind) else {
        throw SpecError([
          SpecProblem(
            "\(path):\(block.line):1, fenced block",
            expected:
              "one of \(Self.kinds.joined(separator: ", ")), or no language like one of them",
            got: "'\(block.kind)'",
            remedy: Spelling.suggestion(block.kind, in: Self.kinds)
          )
        ])
      }
      if block.line - 1 > next {
        parts.append(.prose(Array(lines[next..<block.line - 1]), firstLine: next + 1))
      }
      parts.append(.block(block))
      next = last
    }
    if next < lines.count { parts.append(.prose(Array(lines[next...]), firstLine: next + 1)) }
    self.parts = parts
  }

  /// Whether an info string is one of ours, or one with a single slip.
  private static func isMeant(_ kind: String) -> Bool {
    kinds.contains { $0 == kind || (kind.count > 2 && Spelling.distance(kind, $0) == 1) }
  }

  /// The blocks of ours at the top level, each with its last line, as the CommonMark parser sees them.
  private static func blocks(_ text: String) -> [(Block, last: Int)] {
    MarkdownTree.with(text) { root, _ in
      var result: [(Block, last: Int)] = []
      var node = cmark_node_first_child(root)
      while let current = node {
        defer { node = cmark_node_next(current) }
        guard cmark_node_get_type(current) == CMARK_NODE_CODE_BLOCK,
          let info = cmark_node_get_fence_info(current), let body = cmark_node_get_literal(current)
        else { continue }
        let kind = String(cString: info)
        guard isMeant(kind) else { continue }
        let line = Int(cmark_node_get_start_line(current))
        let padding = String(repeating: "\n", count: line)
        result.append(
          (
            Block(kind: kind, yaml: padding + String(cString: body), line: line),
            last: Int(cmark_node_get_end_line(current))
          )
        )
      }
      return result
    }
  }
}
