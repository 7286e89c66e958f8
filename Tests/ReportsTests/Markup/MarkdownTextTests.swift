import CMarkdown
import Testing

@testable import Reports

/// What GitHub's own parser makes of escaped text.
@Suite struct MarkdownTextTests {
  /// Types of all nodes, and the text of text and code nodes.
  private func read(_ markdown: String) -> (types: Set<String>, text: String) {
    MarkdownTree.with(markdown) { root, _ in
      var types: Set<String> = []
      var text = ""
      for node in MarkdownTree.nodes(root) {
        types.insert(String(cString: cmark_node_get_type_string(node)))
        if let literal = cmark_node_get_literal(node) { text += String(cString: literal) }
      }
      return (types, text)
    }
  }

  private func shown(_ name: String) -> String { MarkdownText.line(name) }

  @Test("plain text stays plain text and reads as it was", arguments: HostileNames.all)
  func plain(_ name: String) {
    let (types, text) = read("before " + MarkdownText.plain(name) + " after")
    #expect(types.isSubset(of: ["document", "paragraph", "text"]))
    #expect(
      text.split(separator: " ") == ("before " + shown(name) + " after").split(separator: " ")
    )
  }

  @Test("at the start of a line it makes no list, heading or rule", arguments: HostileNames.all)
  func start(_ name: String) {
    let (types, _) = read("# " + MarkdownText.plain(name))
    #expect(types.isSubset(of: ["document", "heading", "text"]))
  }

  @Test("a code span holds every character", arguments: HostileNames.all)
  func code(_ name: String) {
    let (types, text) = read("before " + MarkdownText.code(name) + " after")
    if shown(name).allSatisfy({ $0 == " " }) {
      #expect(text == "before (no name) after")
      return
    }
    #expect(types == ["document", "paragraph", "text", "code"])
    #expect(text == "before " + shown(name) + " after")
  }

  @Test("a table keeps its cells", arguments: HostileNames.all)
  func table(_ name: String) {
    let table = MarkdownText.table(
      ["run", "note"],
      [[MarkdownText.code(name, inTable: true), MarkdownText.plain(name)], ["next", "row"]]
    )
    let cells = MarkdownTree.with(table) { root, _ in
      MarkdownTree.nodes(root).count {
        String(cString: cmark_node_get_type_string($0)) == "table_cell"
      }
    }
    #expect(cells == 6)
    let (types, _) = read(table)
    #expect(types.isDisjoint(with: ["link", "image", "html_inline", "html_block"]))
  }

  @Test("a fenced block cannot be ended from inside", arguments: HostileNames.all)
  func block(_ name: String) {
    let (types, text) = read(MarkdownText.block("first\n```\n\(name)\n````\nlast") + "\n\nafter")
    #expect(types == ["document", "code_block", "paragraph", "text"])
    #expect(text.hasSuffix("last\nafter"))
  }

  @Test("an image's words cannot leave it", arguments: HostileNames.all)
  func alternative(_ name: String) {
    let (types, _) = read("![\(MarkdownText.plain(name))](a.png)")
    #expect(types.isSubset(of: ["document", "paragraph", "image", "text"]))
    #expect(types.contains("image"))
  }
}

@Suite struct FileNameTests {
  @Test("no name leaves the folder it is put in", arguments: HostileNames.all)
  func inside(_ name: String) {
    let safe = FileName.safe(name)
    #expect(!safe.isEmpty && safe.utf8.count <= 100)
    #expect(!safe.contains("/") && !safe.hasPrefix(".") && !safe.hasPrefix("-"))
    #expect(safe.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
    #expect(FileName.safe(safe) == safe)
  }

  @Test("a plain name stays as it is")
  func plain() {
    #expect(FileName.safe("darts-v1_2.0-0a1b2c") == "darts-v1_2.0-0a1b2c")
    #expect(FileName.safe("../../x") == "x")
    #expect(FileName.safe("..") == "run")
  }
}
