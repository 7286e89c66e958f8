import CMarkdown
import Foundation

/// One self-contained HTML file from Markdown and its pictures.
enum HTMLPage {
  /// The page of `markdown`; every image among `files` is put inside, raw HTML is left out, a
  /// paragraph that links to a data file becomes its rows, folded away.
  static func render(_ markdown: String, title: String, files: [ReportPage.File]) -> String {
    let body = MarkdownTree.with(markdown) { root, extensions in
      embed(files, in: root)
      guard let html = cmark_render_html(root, CMARK_OPT_DEFAULT, extensions) else { return "" }
      defer { free(html) }
      return String(cString: html)
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escaped(title))</title>
      <style>
      \(style)
      </style>
      </head>
      <body>
      <main>
      \(body)</main>
      </body>
      </html>

      """
  }

  /// Text as content of an element or of a quoted attribute.
  static func escaped(_ text: String) -> String {
    MarkdownText.line(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }

  private static func embed(_ files: [ReportPage.File], in root: OpaquePointer) {
    var contents: [String: Data] = [:]
    for file in files { contents[file.name] = file.data }
    var replaced: [OpaquePointer] = []
    for node in MarkdownTree.nodes(root) {
      guard let url = cmark_node_get_url(node).map({ String(cString: $0) }) else { continue }
      if cmark_node_get_type(node) == CMARK_NODE_IMAGE {
        guard let data = contents[url] else { continue }
        cmark_node_set_url(node, "data:image/png;base64,\(data.base64EncodedString())")
      } else if cmark_node_get_type(node) == CMARK_NODE_LINK, let data = contents[url],
        let paragraph = cmark_node_parent(node), !replaced.contains(paragraph)
      {
        insert(data, named: url, after: paragraph)
        replaced.append(paragraph)
      }
    }
    for paragraph in replaced {
      cmark_node_unlink(paragraph)
      cmark_node_free(paragraph)
    }
  }

  /// The rows behind a chart, folded away below it.
  private static func insert(
    _ data: Data,
    named name: String,
    after paragraph: OpaquePointer
  ) {
    guard let block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK) else { return }
    let text = escaped(String(decoding: data.prefix(20_000), as: UTF8.self), keepingLines: true)
    let cut = data.count > 20_000 ? "\n(cut off: \(data.count) bytes in all)" : ""
    cmark_node_set_on_enter(
      block,
      "<details><summary>\(escaped(name))</summary><pre>\(text)\(cut)</pre></details>\n"
    )
    cmark_node_insert_after(paragraph, block)
  }

  private static func escaped(_ text: String, keepingLines: Bool) -> String {
    text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
      .map { escaped(String($0)) }.joined(separator: "\n")
  }

  private static let style = """
    :root { color-scheme: light dark; }
    body { font: 16px/1.55 system-ui, "DejaVu Sans", sans-serif; margin: 0; }
    main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
    img { max-width: 100%; height: auto; background: #fff; border-radius: 4px; }
    table { border-collapse: collapse; display: block; overflow-x: auto; margin: 1em 0; }
    th, td { border: 1px solid #8886; padding: 0.3em 0.7em; text-align: left; vertical-align: top; }
    pre { background: #8881; padding: 0.8em; overflow-x: auto; border-radius: 4px; }
    code { font-family: "DejaVu Sans Mono", monospace; font-size: 0.88em; overflow-wrap: anywhere; }
    blockquote { border-left: 4px solid #d55e00; margin: 1em 0; padding: 0.1em 1em; }
    details { margin: 0.4em 0 1.6em; font-size: 0.9em; }
    """
}
