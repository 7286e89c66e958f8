public import Charts
import Engine
import Foundation
import Networks
import Probes
public import Records
import Search
import Training

/// Collects Markdown and pictures into a page.
public struct ReportWriter {
  private var markdown = ""
  private var files: [ReportPage.File] = []
  /// The figures so far.
  public private(set) var figures: [DrawnFigure] = []
  private let version: String
  private let theme: Theme

  /// Creates an empty report made by `version` of the program.
  public init(version: String, theme: Theme = .light) {
    self.version = version
    self.theme = theme
  }

  /// Adds a block of Markdown, apart from the block before it by an empty line.
  public mutating func add(_ text: String) {
    let block = text.trimmingCharacters(in: .newlines)
    if block.isEmpty { return }
    markdown += (markdown.isEmpty ? "" : "\n") + block + "\n"
  }

  /// Adds a panel of a run; `prefix` tells pictures of several runs apart.
  ///
  /// - Throws: `PNGError`.
  public mutating func add(
    _ panel: any Panel,
    _ record: SearchRecord,
    prefix: String = "",
    caption: String? = nil
  ) throws {
    try add(
      panel.content(record),
      name: prefix + panel.id,
      summary: panel.summary,
      caption: caption ?? panel.reading,
      runs: [record.folder.name]
    )
  }

  /// Adds a panel of several runs.
  ///
  /// - Throws: `PNGError`.
  public mutating func add(
    _ panel: any GroupPanel,
    _ records: [SearchRecord],
    prefix: String = "",
    caption: String? = nil
  ) throws {
    try add(
      panel.content(records),
      name: prefix + panel.id,
      summary: panel.summary,
      caption: caption ?? panel.reading,
      runs: records.map { $0.folder.name }
    )
  }

  /// Adds what a panel rendered: Markdown as it is, a figure with its caption and its data.
  ///
  /// - Throws: `PNGError`.
  public mutating func add(
    _ content: PanelContent,
    name: String,
    summary: String,
    caption: String,
    runs: [String]
  ) throws {
    switch content {
    case .markdown(let text): add(text)
    case .absent(let why):
      add(
        "*\(MarkdownText.plain(summary.capitalizedFirst)): not shown, \(MarkdownText.plain(why)).*"
      )
    case .figure(let figure, let alternative):
      let name = free(FileName.safe(name))
      let drawn = try FigureFiles(
        figure,
        name: name,
        runs: runs.joined(separator: " "),
        version: version,
        theme: theme
      )
      figures.append(
        DrawnFigure(name: name, summary: summary, rows: figure.chart.table.rows, runs: runs)
      )
      files.append(ReportPage.File(name: "\(name).png", data: drawn.png))
      files.append(ReportPage.File(name: "\(name).csv", data: drawn.csv))
      add("![\(MarkdownText.plain(alternative))](\(name).png)")
      if !caption.isEmpty { add("*\(caption)*") }
      add("[data](\(name).csv)")
    }
  }

  /// Puts a file beside the page.
  mutating func addFile(_ data: Data, named name: String) {
    files.append(ReportPage.File(name: name, data: data))
  }

  /// A name that no file has yet.
  private func free(_ name: String) -> String {
    let taken = Set(files.map(\.name))
    if !taken.contains("\(name).png") { return name }
    let number = (2...).first { !taken.contains("\(name)-\($0).png") } ?? 2
    return "\(name)-\(number)"
  }

  /// The page so far.
  public func page(title: String) -> ReportPage {
    ReportPage(title: title, markdown: markdown, files: files)
  }

  /// Writes `README.md` and the pictures into `folder`; every file appears whole or not at all.
  ///
  /// - Returns: the path of the Markdown file.
  /// - Throws: `StoreError`.
  @discardableResult
  public func write(to folder: String) throws(StoreError) -> String {
    try page(title: (folder as NSString).lastPathComponent).write(to: folder)
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
