import CMarkdown
import Charts
import Foundation
import Records
import Search

/// What can be told of a committed report without the runs behind it.
///
/// A run is named by the hash of its spec, so a page that names other hashes than the notebook now asks
/// for was made from another notebook. The same goes for words that it lacks and for pictures that do
/// not belong to the numbers beside them.
public enum StatedReport {
  /// The ways in which the report in `folder` cannot be that of the notebook; empty when none is found.
  public static func differences(
    _ notebook: Notebook,
    from folder: String
  ) -> [ReportPage.Difference] {
    guard let page = text("\(folder)/README.md") else {
      return [ReportPage.Difference(file: "README.md", what: "missing")]
    }
    let hashes = page + (text("\(folder)/\(NotebookFooter.file)") ?? "")
    var found: [ReportPage.Difference] = []
    func add(_ what: String, in file: String = "README.md") {
      found.append(ReportPage.Difference(file: file, what: what))
    }
    if !page.contains(NotebookFooter.profile(notebook)) {
      add("does not say that it is of the profile \(notebook.profile)")
    }
    let unnamed = notebook.searches.filter { spec in
      (try? spec.hash()).map { !hashes.contains($0) } ?? true
    }
    if let first = unnamed.first {
      add(
        "was not made from \(unnamed.count) of the notebook's \(notebook.searches.count) runs, "
          + "\(first.name) first"
      )
    }
    if let words = firstMissing(notebook, in: page) { add("lacks the words '\(words)'") }
    for name in figures(page) {
      if let what = mismatch("\(folder)/\(name)") { add(what, in: name) }
    }
    return found
  }

  /// The first line of the notebook's prose that the page does not have.
  private static func firstMissing(_ notebook: Notebook, in page: String) -> String? {
    for piece in notebook.pieces {
      guard case .prose(let prose) = piece else { continue }
      for case .text(let text) in prose.parts {
        for line in text.split(whereSeparator: \.isNewline) where !page.contains(line) {
          return String(line.prefix(60))
        }
      }
    }
    return nil
  }

  /// The pictures of a page.
  private static func figures(_ page: String) -> [String] {
    MarkdownTree.with(page) { root, _ in
      MarkdownTree.nodes(root).compactMap { node in
        guard cmark_node_get_type(node) == CMARK_NODE_IMAGE else { return nil }
        let url = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
        return url.contains("/") ? nil : url
      }
    }
  }

  /// Why a picture and the rows beside it cannot be one figure, or nil.
  private static func mismatch(_ path: String) -> String? {
    let files = FileManager.default
    guard let picture = files.contents(atPath: path) else { return "missing" }
    guard let provenance = try? PNGProvenance.read(from: picture) else {
      return "does not say what it was drawn from"
    }
    guard let rows = files.contents(atPath: String(path.dropLast(4)) + ".csv") else {
      return "has no data beside it"
    }
    let hash = rows.withUnsafeBytes { Hashing.sha256($0) }
    return hash == provenance.data ? nil : "was drawn from other data than the CSV beside it"
  }

  private static func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }
}
