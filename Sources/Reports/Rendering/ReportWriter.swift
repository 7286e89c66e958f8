import Charts
import Engine
import Foundation
import Networks
import Probes
public import Records
import Search
import Training

/// Collects Markdown and pictures, and writes them as a folder at the end.
public struct ReportWriter {
  private var markdown = ""
  private var files: [(name: String, data: Data)] = []
  private let version: String

  /// Creates an empty report made by `version` of the program.
  public init(version: String) {
    self.version = version
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
    prefix: String = ""
  ) throws {
    try add(
      panel.content(record),
      name: prefix + panel.id,
      summary: panel.summary,
      run: record.folder.name
    )
  }

  /// Adds a panel of several runs.
  ///
  /// - Throws: `PNGError`.
  public mutating func add(
    _ panel: any GroupPanel,
    _ records: [SearchRecord],
    prefix: String = ""
  ) throws {
    try add(
      panel.content(records),
      name: prefix + panel.id,
      summary: panel.summary,
      run: records.map { $0.folder.name }.joined(separator: ", ")
    )
  }

  /// Adds a chart or a text made from the run called `run`.
  ///
  /// - Throws: `PNGError`.
  mutating func add(
    _ content: PanelContent,
    name: String,
    summary: String,
    run: String
  ) throws {
    switch content {
    case .markdown(let text): add(text)
    case .absent(let why): add("*\(summary.capitalizedFirst): not shown, \(why).*")
    case .figure(let figure, let alternative):
      let csv = Data(figure.csv().utf8)
      let provenance = Provenance(
        figure: name,
        runs: run,
        data: csv.withUnsafeBytes { Hashing.sha256($0) },
        engine: "dartboard \(version)"
      )
      let rendered = try FigureRenderer(scale: 2).render(figure, provenance: provenance)
      files.append(("\(name).png", rendered.png))
      files.append(("\(name).csv", csv))
      add("![\(alternative)](\(name).png)\n\n[data](\(name).csv)")
    }
  }

  /// Writes `README.md` and the pictures into `folder`; every file appears whole or not at all.
  ///
  /// - Returns: the path of the Markdown file.
  /// - Throws: `StoreError`.
  @discardableResult
  public func write(to folder: String) throws(StoreError) -> String {
    do {
      try FileManager.default.createDirectory(
        atPath: folder,
        withIntermediateDirectories: true
      )
    } catch {
      throw .io(path: folder, action: "create the folder", reason: error.localizedDescription)
    }
    for file in files { try AtomicFile.write(file.data, to: "\(folder)/\(file.name)") }
    let path = "\(folder)/README.md"
    try AtomicFile.write(Data(markdown.utf8), to: path)
    return path
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
