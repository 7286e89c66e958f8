/// Names that try to become something else.
enum HostileNames {
  static let all = [
    "plain", "", " ", "a|b", "`", "``a`b``", "](http://evil.example)",
    "![x](http://evil.example/y.png)",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt; &amp;",
    "*bold* _it_ ~~no~~",
    "line one\nline two", "a\r\n\r\n# Heading", "\u{202E}gnp.exe", "zero\u{200B}width",
    "nul\u{0}byte",
    "../../etc/passwd", "..", ".", "/absolute", "~root", "$(touch x)", "'; rm -rf .", "-rf",
    "- item",
    "1. item", "+ item", "| a | b |\n| --- | --- |", "[ref]: http://evil.example",
    "http://evil.example",
    "https://evil.example/a?b=c", "www.evil.example", "WWW.evil.example", "\\", "\\|", "a\\`b",
    "{{ x.y }}",
    "$\\text{math}$", "</code></pre></main>", "javascript:alert(1)", "===", "---", "```", "~~~",
    "<!-- x",
    "\u{1F600} emoji", "caf\u{E9}", String(repeating: "long-", count: 60), "&#x3C;b&#x3E;", "!",
  ]
}
