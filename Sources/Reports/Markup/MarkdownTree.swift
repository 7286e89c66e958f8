import CMarkdown

/// Markdown as GitHub reads it, parsed by cmark-gfm.
enum MarkdownTree {
  private static let extensions = ["table", "strikethrough", "autolink", "tagfilter"]

  /// Parses `text`, hands its tree and the extensions to `body` and frees it afterwards.
  static func with<Result>(
    _ text: String,
    _ body: (
      _ root: OpaquePointer, _ extensions: UnsafeMutablePointer<cmark_llist>?
    ) throws -> Result
  ) rethrows -> Result {
    cmark_gfm_core_extensions_ensure_registered()
    guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else {
      preconditionFailure("cmark-gfm gave no parser: out of memory")
    }
    defer { cmark_parser_free(parser) }
    for name in extensions {
      guard let found = cmark_find_syntax_extension(name) else { continue }
      cmark_parser_attach_syntax_extension(parser, found)
    }
    cmark_parser_feed(parser, text, text.utf8.count)
    guard let root = cmark_parser_finish(parser) else {
      preconditionFailure("cmark-gfm gave no tree: out of memory")
    }
    defer { cmark_node_free(root) }
    return try body(root, cmark_parser_get_syntax_extensions(parser))
  }

  /// Every node below `root`, in the order of the text.
  static func nodes(
    _ root: OpaquePointer
  ) -> [OpaquePointer] {
    var result: [OpaquePointer] = []
    guard let iterator = cmark_iter_new(root) else { return [] }
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return result }
      if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) {
        result.append(node)
      }
    }
  }
}
