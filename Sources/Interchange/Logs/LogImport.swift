import Foundation

/// Imports a text log of quark0/darts, PC-DARTS, P-DARTS and what descends from them.
public enum LogImport {
  /// Reads one log.
  ///
  /// - Throws: `ImportError`.
  public static func read(_ path: String) throws(ImportError) -> SearchImport {
    let log = try SearchLogReader.read(path)
    guard log.isRecognized else {
      throw ImportError(
        path,
        "",
        expected:
          "lines such as 'epoch 0 lr 2.5e-02', 'valid_acc 41.2', 'genotype = Genotype(...)'",
        got: "none",
        remedy: "give the log.txt of a search; a trace is imported by `dartboard import trace`"
      )
    }
    var spec = ImportedSearch()
    spec.source = "log"
    let file = (path as NSString).lastPathComponent
    let folder =
      (((path as NSString).standardizingPath as NSString).deletingLastPathComponent
      as NSString).lastPathComponent
    let stem = (file as NSString).deletingPathExtension
    spec.name = ImportName.of(["log", stem == "log" ? folder : stem])
    spec.files = [.init(name: file, sha256: try SmallFile.hash(path))]
    spec.seed = log.arguments["seed"].flatMap { Int($0) }
    spec.plannedEpochs = log.arguments["epochs"].flatMap { Int($0) }
    // P-DARTS runs the stated epochs once in each stage.
    if let planned = spec.plannedEpochs, let last = log.epochs.last, last.epoch + 1 > planned {
      spec.plannedEpochs = nil
    }
    spec.weightDecay = log.arguments["weight_decay"].flatMap { Double($0) }
    spec.dataset = (log.arguments["dataset"] ?? log.arguments["set"]).map { ImportName.plain($0) }
    spec.classes = spec.dataset.flatMap { ImportedSearch.classes(of: $0) }
    spec.space = log.arguments["space"].map { ImportName.plain($0) }
    spec.method = log.arguments["method"].map { ImportName.plain($0) }
    spec.dropPath = log.dropPath
    spec.notes = log.notes
    return SearchImport(spec: spec, epochs: log.epochs, hessians: [], genotype: log.genotype)
  }
}

/// Names made from foreign words.
enum ImportName {
  /// A name that can be part of a path, from its parts.
  static func of(_ parts: [String]) -> String {
    let text = parts.map(plain).filter { !$0.isEmpty }.joined(separator: "-")
    return String(text.drop { !$0.isLetter && !$0.isNumber }.prefix(80))
  }

  /// ASCII letters, digits, `-`, `_` and `.`; everything else becomes `-`.
  static func plain(_ text: String) -> String {
    String(
      decoding: text.utf8.prefix(80).map { byte in
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
          byte
        default: UInt8(ascii: "-")
        }
      },
      as: UTF8.self
    )
  }
}
