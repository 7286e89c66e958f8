import Charts
import Foundation
import Testing

@testable import Reports

@Suite struct HTMLPageTests {
  private let picture = ReportPage.File(name: "a.png", data: Data([1, 2, 3]))
  private let table = ReportPage.File(name: "a.csv", data: Data("x,y\r\n1,<b>\r\n".utf8))

  @Test("pictures and data are inside, nothing is outside")
  func embedded() {
    let html = HTMLPage.render(
      "# T\n\n![words](a.png)\n\n[data](a.csv)\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n",
      title: "T",
      files: [picture, table]
    )
    #expect(html.contains("src=\"data:image/png;base64,AQID\""))
    #expect(html.contains("<details><summary>a.csv</summary><pre>x,y\n1,&lt;b&gt;"))
    #expect(html.contains("<td>1</td>"))
    #expect(!html.contains("href=\"a.csv\"") && !html.contains("src=\"a.png\""))
  }

  @Test("a hostile title or name makes no element", arguments: HostileNames.all)
  func hostile(_ name: String) {
    let markdown =
      "# \(MarkdownText.plain(name))\n\n\(MarkdownText.code(name))\n\n![\(MarkdownText.plain(name))](a.png)"
    let html = HTMLPage.render(markdown, title: name, files: [picture])
    let body = html.components(separatedBy: "<main>")[1]
    for element in ["<script", "<img src=x", "<b>", "<a ", "onerror=alert(1)>"] {
      #expect(!body.contains(element))
    }
    #expect(html.components(separatedBy: "</main>").count == 2)
    #expect(html.components(separatedBy: "<title>").count == 2)
  }

  @Test("raw HTML and scripts in prose are left out")
  func raw() {
    let html = HTMLPage.render(
      "<script>alert(1)</script>\n\n<b onclick=x>bold</b> [x](javascript:alert(1))\n",
      title: "T",
      files: []
    )
    #expect(!html.contains("<script") && !html.contains("onclick") && !html.contains("javascript:"))
  }
}
