import Charts
public import Foundation
public import Records

/// A finished report: one Markdown page and the files beside it.
public struct ReportPage: Sendable {
  /// A picture or the rows behind it.
  public struct File: Sendable {
    /// The name in the report's folder.
    public let name: String
    /// Its bytes.
    public let data: Data
  }

  /// The title of the page.
  public let title: String
  /// `README.md`.
  public let markdown: String
  /// Pictures and data in the order of the page.
  public let files: [File]

  /// Writes `README.md` and the files into `folder`, each whole or not at all, and removes figures
  /// that an earlier version of the page had there.
  ///
  /// - Returns: the path of the Markdown file.
  /// - Throws: `StoreError`.
  @discardableResult
  public func write(to folder: String) throws(StoreError) -> String {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .io(path: folder, action: "create the folder", reason: error.localizedDescription)
    }
    for file in files { try AtomicFile.write(file.data, to: "\(folder)/\(file.name)") }
    for name in leftovers(in: folder) {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
    let path = "\(folder)/README.md"
    try AtomicFile.write(Data(markdown.utf8), to: path)
    return path
  }

  /// The page as one HTML file with the pictures inside.
  public var html: Data { Data(HTMLPage.render(markdown, title: title, files: files).utf8) }

  /// Figures in `folder` that the page lacks, with their data; known by what their PNG carries.
  private func leftovers(in folder: String) -> [String] {
    let kept = Set(files.map(\.name))
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { $0.hasSuffix(".png") && !kept.contains($0) }.flatMap { name in
      let data = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
      guard let found = try? PNGProvenance.read(from: data), found.figure != "" else {
        return [String]()
      }
      return [name, String(name.dropLast(4)) + ".csv"]
    }
  }
}

extension ReportPage {
  /// A way in which a committed report is not the one rendered now.
  public struct Difference: Sendable, Hashable, CustomStringConvertible {
    /// The file.
    public let file: String
    /// What is different, with the first line where that helps.
    public let what: String

    /// One line.
    public var description: String { "\(file): \(what)" }
  }

  /// What differs between this page and the one in `folder`; empty when nothing does.
  ///
  /// Markdown and CSV are compared byte for byte. Pictures are compared by the hash of the data they
  /// carry and by their pixels, where edges of letters may differ a little between releases of
  /// cairo and FreeType.
  public func differences(from folder: String) -> [Difference] {
    func committed(_ name: String) -> Data? {
      FileManager.default.contents(atPath: "\(folder)/\(name)")
    }
    var found: [Difference] = []
    let page = File(name: "README.md", data: Self.compared(Data(markdown.utf8)))
    for file in [page] + files {
      guard var old = committed(file.name) else {
        found.append(Difference(file: file.name, what: "missing"))
        continue
      }
      if file.name == page.name { old = Self.compared(old) }
      if old == file.data { continue }
      if file.name.hasSuffix(".png") {
        if let what = Self.difference(old, file.data) {
          found.append(Difference(file: file.name, what: what))
        }
      } else {
        found.append(Difference(file: file.name, what: Self.firstLine(old, file.data)))
      }
    }
    // Figures that measure the machine stand in text that is not compared either.
    let text = String(decoding: committed(page.name) ?? Data(), as: UTF8.self)
    let same = MachineText.removed(from: text)
    for name in leftovers(in: folder) where committed(name) != nil {
      if text.contains("(\(name))"), !same.contains("(\(name))") { continue }
      found.append(Difference(file: name, what: "no longer part of the report"))
    }
    return found
  }

  /// The part of a page that must be the same on every machine.
  private static func compared(_ page: Data) -> Data {
    Data(MachineText.removed(from: String(decoding: page, as: UTF8.self)).utf8)
  }

  private static func firstLine(_ old: Data, _ new: Data) -> String {
    let lines = { (data: Data) in
      String(decoding: data, as: UTF8.self).split(omittingEmptySubsequences: false) {
        $0.isNewline
      }
    }
    let (was, now) = (lines(old), lines(new))
    let place =
      zip(was, now).enumerated().first { $1.0 != $1.1 }?.offset ?? min(was.count, now.count)
    let shown = { (lines: [Substring]) in
      place < lines.count ? "'\(MarkdownText.line(String(lines[place].prefix(100))))'" : "nothing"
    }
    return "line \(place + 1) is \(shown(was)), would be \(shown(now))"
  }

  private static func difference(_ old: Data, _ new: Data) -> String? {
    guard let was = try? PNGCodec.decode(old), let now = try? PNGCodec.decode(new) else {
      return "is no readable PNG"
    }
    let data = { (file: Data) in (try? PNGProvenance.read(from: file))?.data ?? "" }
    if data(old) != data(new) { return "was drawn from other data" }
    guard (was.width, was.height) == (now.width, now.height) else {
      return "is \(was.width) x \(was.height) pixels, would be \(now.width) x \(now.height)"
    }
    let differing = zip(was.bytes, now.bytes).count { abs(Int($0) - Int($1)) > 40 }
    let share = Double(differing) / Double(max(1, now.bytes.count))
    return share < 0.002 ? nil : "\(Numbers.percent(share)) of its pixels differ"
  }
}
