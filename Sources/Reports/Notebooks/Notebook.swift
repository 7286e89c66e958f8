import CMarkdown
import Charts
import Foundation
import Networks
import Probes
import Records
public import Search
import Training
import Yams

/// A Markdown file that is an experiment: prose, the runs it needs in ```` ```run ```` blocks, what
/// it shows in ```` ```show ```` blocks; both hold YAML.
public struct Notebook: Sendable {
  /// A piece of the file.
  public enum Piece: Sendable {
    /// Markdown kept as it is.
    case prose(String)
    /// A search the notebook needs.
    case run(SearchSpec, line: Int)
    /// Architectures of searches above, trained alone.
    case train(TrainBlock, line: Int)
    /// A panel of a run, or of several runs together.
    case show(panel: String, runs: [String], line: Int)
  }

  /// The file's name without extension; reports go to a folder of that name.
  public let name: String
  /// Its pieces in order.
  public let pieces: [Piece]

  /// Reads a notebook.
  ///
  /// - Throws: `NotebookError`, `SpecError` with every problem of a run's spec.
  public init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw NotebookError.unreadable(path: path)
    }
    let text = String(decoding: data, as: UTF8.self)
    name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var pieces: [Piece] = []
    var next = 0
    for block in Self.blocks(text) {
      if block.first > next {
        pieces.append(.prose(lines[next..<block.first].joined(separator: "\n")))
      }
      pieces.append(try Self.piece(block, file: path))
      next = block.last + 1
    }
    if next < lines.count { pieces.append(.prose(lines[next...].joined(separator: "\n"))) }
    self.pieces = pieces
    try check(path)
  }

  private struct Block {
    let kind: String
    let body: String
    /// Lines from 0, fences included.
    let first: Int
    let last: Int
  }

  /// The fenced blocks of ours at the top level, found by the CommonMark parser.
  private static func blocks(_ text: String) -> [Block] {
    guard let root = cmark_parse_document(text, text.utf8.count, Int32(CMARK_OPT_DEFAULT)) else {
      return []
    }
    defer { cmark_node_free(root) }
    var result: [Block] = []
    var node = cmark_node_first_child(root)
    while let current = node {
      defer { node = cmark_node_next(current) }
      guard cmark_node_get_type(current) == CMARK_NODE_CODE_BLOCK,
        let info = cmark_node_get_fence_info(current), let body = cmark_node_get_literal(current)
      else { continue }
      let kind = String(cString: info)
      guard ["run", "train", "show"].contains(kind) else { continue }
      result.append(
        Block(
          kind: kind,
          body: String(cString: body),
          first: Int(cmark_node_get_start_line(current)) - 1,
          last: Int(cmark_node_get_end_line(current)) - 1
        )
      )
    }
    return result
  }

  private static func piece(_ block: Block, file: String) throws -> Piece {
    let place = "\(file), block at line \(block.first + 1)"
    if block.kind == "run" {
      return .run(
        try SpecReader.read(SearchSpec.self, yaml: block.body, file: place),
        line: block.first + 1
      )
    }
    if block.kind == "train" {
      return .train(
        try SpecReader.read(TrainBlock.self, yaml: block.body, file: place),
        line: block.first + 1
      )
    }
    let known = PanelCatalog.all.map { $0.id } + GroupPanelCatalog.all.map { $0.id }
    let node: Node?
    do {
      node = try Yams.compose(yaml: block.body)
    } catch {
      throw NotebookError.block(
        file: file,
        line: block.first + 1,
        expected: "YAML",
        got: "\(error)"
      )
    }
    for (key, _) in node?.mapping ?? [:] where !["panel", "run", "runs"].contains(key.string ?? "")
    {
      throw NotebookError.block(
        file: file,
        line: block.first + 1,
        expected: "the keys panel and run or runs",
        got: "'\(key.string ?? "")'"
      )
    }
    let panel = node?["panel"]?.string ?? ""
    guard known.contains(panel) else {
      let hint = Spelling.nearest(panel, in: known).map { "; did you mean '\($0)'?" } ?? ""
      throw NotebookError.block(
        file: file,
        line: block.first + 1,
        expected: "panel: one of \(known.joined(separator: ", "))",
        got: "'\(panel)'\(hint)"
      )
    }
    var runs = node?["runs"]?.sequence?.compactMap { $0.string } ?? []
    if let run = node?["run"]?.string { runs.append(run) }
    if runs.count > 1, !GroupPanelCatalog.all.contains(where: { $0.id == panel }) {
      throw NotebookError.block(
        file: file,
        line: block.first + 1,
        expected: "one run for the panel \(panel)",
        got: "\(runs.count) runs"
      )
    }
    return .show(panel: panel, runs: runs, line: block.first + 1)
  }

  /// Every panel must name a run defined above it; run names are unique.
  private func check(_ file: String) throws(NotebookError) {
    var names: [String] = []
    for piece in pieces {
      switch piece {
      case .prose: continue
      case .run(let spec, let line):
        if names.contains(spec.name) {
          throw .block(
            file: file,
            line: line,
            expected: "a name no other run has",
            got: "'\(spec.name)'"
          )
        }
        names.append(spec.name)
      case .train(let block, let line):
        try Self.check(block.of, names, file, line)
      case .show(_, let runs, let line):
        try Self.check(runs, names, file, line)
      }
    }
  }

  /// The runs a block names are defined above it; without a name there is one above.
  private static func check(
    _ runs: [String],
    _ names: [String],
    _ file: String,
    _ line: Int
  ) throws(NotebookError) {
    if let unknown = runs.first(where: { !names.contains($0) }) ?? (names.isEmpty ? "none" : nil) {
      throw .block(
        file: file,
        line: line,
        expected: names.isEmpty
          ? "a run block above" : "one of the runs above: \(names.joined(separator: ", "))",
        got: runs.isEmpty ? "none" : "'\(unknown)'"
      )
    }
  }
}
