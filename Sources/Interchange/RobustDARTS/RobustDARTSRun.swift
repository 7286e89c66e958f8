import Foundation
import Networks

/// The files of one run and what their folders' names say.
struct RobustDARTSRun {
  var spec: ImportedSearch
  var log: String?
  var architecture: String?
  var errors: String?
  var derivatives: String?

  var files: [String] { [architecture, derivatives, errors, log].compactMap { $0 } }

  /// The runs at or below a path, in order of their paths.
  static func find(_ path: String) throws(ImportError) -> [RobustDARTSRun] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ImportError(path, "", expected: "a folder of runs", got: "nothing there")
    }
    if !isFolder.boolValue {
      let folder = (path as NSString).deletingLastPathComponent
      guard let number = Part(name: (path as NSString).lastPathComponent)?.number else {
        throw ImportError(
          path,
          "",
          expected: "a folder, or one of log_N.txt, arch_N, errors_N.json, derivatives_N.json",
          got: "another file"
        )
      }
      return try runs(in: folder.isEmpty ? "." : folder, only: number)
    }
    var result: [RobustDARTSRun] = []
    var seen = 0
    try walk(path, depth: 0, seen: &seen, into: &result)
    return result
  }

  private static func walk(
    _ folder: String,
    depth: Int,
    seen: inout Int,
    into result: inout [RobustDARTSRun]
  ) throws(ImportError) {
    result += try runs(in: folder, only: nil)
    guard depth < RobustDARTSImport.depthLimit else { return }
    for name in names(in: folder) where !name.hasPrefix(".") {
      seen += 1
      guard seen < RobustDARTSImport.fileLimit else {
        throw ImportError(
          folder,
          "",
          expected: "at most \(RobustDARTSImport.fileLimit) files",
          got: "more",
          remedy: "give a folder nearer to the runs"
        )
      }
      var status = stat()
      let path = "\(folder)/\(name)"
      // Links are not followed: they may lead outside, or round in circles.
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
      try walk(path, depth: depth + 1, seen: &seen, into: &result)
    }
  }

  private static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// A file's role and the number of its run.
  struct Part {
    let role: String
    let number: Int

    init?(name: String) {
      for (role, start, end) in [
        ("log", "log_", ".txt"), ("errors", "errors_", ".json"),
        ("derivatives", "derivatives_", ".json"), ("arch", "arch_", ""),
      ] where name.hasPrefix(start) && name.hasSuffix(end) {
        let middle = name.dropFirst(start.count).dropLast(end.count)
        guard let number = Int(middle), (0...1_000_000).contains(number) else { continue }
        self.role = role
        self.number = number
        return
      }
      return nil
    }
  }

  private static func runs(
    in folder: String,
    only: Int?
  ) throws(ImportError) -> [RobustDARTSRun] {
    var byNumber: [Int: RobustDARTSRun] = [:]
    for name in names(in: folder) {
      guard let part = Part(name: name), only == nil || part.number == only else { continue }
      let path = "\(folder)/\(name)"
      var run: RobustDARTSRun
      if let known = byNumber[part.number] {
        run = known
      } else {
        run = RobustDARTSRun(spec: try spec(folder, run: part.number))
      }
      switch part.role {
      case "log": run.log = path
      case "errors": run.errors = path
      case "derivatives": run.derivatives = path
      default: run.architecture = path
      }
      byNumber[part.number] = run
    }
    return byNumber.sorted { $0.key < $1.key }.map { $0.value }
  }

  /// What the folders say: `s1/cifar10/0.0_0.0003-2516843`.
  private static func spec(_ folder: String, run: Int) throws(ImportError) -> ImportedSearch {
    var parts = URL(fileURLWithPath: folder).standardizedFileURL.pathComponents
    let job = parts.popLast() ?? ""
    let dataset = parts.popLast() ?? ""
    let space = parts.popLast() ?? ""
    var spec = ImportedSearch()
    spec.source = "robustdarts"
    spec.method = "darts-v2"
    spec.seed = run
    spec.classes = ImportedSearch.classes(of: dataset)
    if spec.classes != nil {
      spec.dataset = ImportName.plain(dataset)
      spec.space = ImportName.plain(space)
    }
    let settings = (job.split(separator: "-").first ?? "").split(separator: "_")
    if settings.count == 2, let drop = Double(settings[0]), let decay = Double(settings[1]) {
      spec.dropPath = drop
      spec.weightDecay = decay
    }
    let names = spec.classes == nil ? [job] : [space, dataset, job]
    spec.name = ImportName.of(["robustdarts"] + names + ["\(run)"])
    spec.plannedEpochs = try plannedEpochs(above: folder)
    return spec
  }

  /// `epochs` of the nearest `config.yaml` at or above a folder.
  private static func plannedEpochs(above folder: String) throws(ImportError) -> Int? {
    var url = URL(fileURLWithPath: folder).standardizedFileURL
    for _ in 0..<4 {
      let path = url.appendingPathComponent("config.yaml").path
      if FileManager.default.fileExists(atPath: path) {
        let text = String(decoding: try SmallFile.bytes(path), as: UTF8.self)
        for line in text.split(whereSeparator: { $0.isNewline }) where line.hasPrefix("epochs:") {
          return Int(line.dropFirst(7).trimmingCharacters(in: .whitespaces))
        }
        return nil
      }
      url.deleteLastPathComponent()
    }
    return nil
  }
}

/// Genotypes as foreign files write them.
enum Genotypes {
  /// Checks that a text is a genotype in one of the known formats.
  static func check(_ text: String, file: String, line: Int? = nil) throws(ImportError) {
    do throws(GenotypeError) {
      _ = try GenotypeFormatCatalog.read(text)
    } catch {
      throw ImportError(
        file,
        line.map { "line \($0)" } ?? "",
        expected: "a genotype",
        got: "\(Quoted.text(text.utf8)): \(error)"
      )
    }
  }
}
