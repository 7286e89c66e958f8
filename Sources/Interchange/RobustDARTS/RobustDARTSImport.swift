import Foundation

/// Imports the run directories of RobustDARTS:
/// `<space>/<dataset>/<drop path>_<weight decay>-<job>/` with `log_N.txt`, `arch_N`, `errors_N.json`
/// and `derivatives_N.json`, any of them missing.
public enum RobustDARTSImport {
  /// How deep below the given folder runs are looked for.
  static let depthLimit = 6
  /// The most files that are looked at.
  static let fileLimit = 100_000

  /// Reads every run at or below a folder, or the run of one of its files.
  ///
  /// - Parameter holdsErrors: what the keys `*_acc` of errors files hold where no log and no
  ///   derivatives tell; nil to refuse such a file.
  /// - Returns: the runs, by path.
  /// - Throws: `ImportError` for the first file that is broken; then nothing is imported.
  public static func read(
    _ path: String,
    holdsErrors: Bool? = nil
  ) throws(ImportError) -> [SearchImport] {
    let runs = try RobustDARTSRun.find(path)
    guard !runs.isEmpty else {
      throw ImportError(
        path,
        "",
        expected: "a folder with log_N.txt, arch_N, errors_N.json or derivatives_N.json",
        got: "none of them",
        remedy: "give a folder such as search_logs/s1/cifar10/0.0_0.0003-2516843"
      )
    }
    var result: [SearchImport] = []
    for run in runs { result.append(try read(run, holdsErrors)) }
    return result
  }

  private static func read(
    _ run: RobustDARTSRun,
    _ holdsErrors: Bool?
  ) throws(ImportError) -> SearchImport {
    var spec = run.spec
    var epochs: [ImportedEpoch] = []
    var genotype: String?
    for path in run.files {
      let name = (path as NSString).lastPathComponent
      spec.files.append(.init(name: name, sha256: try SmallFile.hash(path)))
    }
    if let path = run.log {
      let log = try SearchLogReader.read(path)
      epochs = log.epochs
      genotype = log.genotype
      spec.notes += log.notes
      spec.dropPath = spec.dropPath ?? log.dropPath
      if !log.isRecognized { spec.notes.append("the log holds nothing of a search") }
    } else {
      spec.notes.append("there is no log")
    }
    if let path = run.errors {
      try merge(try ErrorsFile(path), path, run, &spec, &epochs, holdsErrors)
    }
    var hessians: [HessianSummary] = []
    if let path = run.derivatives {
      let (series, older) = try HessianSeries.read(path)
      hessians = series
      if older > 0 {
        spec.decisions.append(
          "the derivatives hold \(older + 1) series one after the other; the last is taken"
        )
      }
    }
    if let path = run.architecture {
      let text = String(decoding: try SmallFile.bytes(path), as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      try Genotypes.check(text, file: path)
      if let known = genotype, known != text {
        spec.decisions.append("the final genotype is that of the architecture file, not the log's")
      }
      genotype = text
    }
    if spec.plannedEpochs == nil, run.architecture != nil, let last = epochs.last {
      spec.plannedEpochs = last.epoch + 1
    }
    return SearchImport(spec: spec, epochs: epochs, hessians: hessians, genotype: genotype)
  }

  /// Adds losses and accuracies that the log lacks; the log's own stay.
  private static func merge(
    _ errors: ErrorsFile,
    _ path: String,
    _ run: RobustDARTSRun,
    _ spec: inout ImportedSearch,
    _ epochs: inout [ImportedEpoch],
    _ holdsErrors: Bool?
  ) throws(ImportError) {
    var logged: [Int: Double] = [:]
    for epoch in epochs { logged[epoch.epoch] = epoch.validAccuracy.map { 100 * $0 } }
    var found = errors.meaning(log: logged, hasDerivatives: run.derivatives != nil)
    if found == nil, let holdsErrors {
      found = (holdsErrors ? .errors : .accuracies, "no file tells; stated by the person importing")
    }
    guard let (meaning, reason) = found else {
      throw ImportError(
        path,
        "keys '*_acc'",
        expected: "a log or derivatives beside it that tell errors from accuracies",
        got: "neither",
        remedy: "state it with --acc-keys errors or --acc-keys accuracies"
      )
    }
    let file = (path as NSString).lastPathComponent
    spec.decisions.append("\(file): the keys *_acc hold \(meaning.rawValue); \(reason)")
    func share(_ value: Double) -> Double { (meaning == .errors ? 100 - value : value) / 100 }
    var places: [Int: Int] = [:]
    for (place, epoch) in epochs.enumerated() { places[epoch.epoch] = place }
    for number in 0..<errors.count {
      var epoch = places[number].map { epochs[$0] } ?? ImportedEpoch(epoch: number)
      epoch.trainAccuracy = epoch.trainAccuracy ?? share(errors.trainAccuracies[number])
      epoch.validAccuracy = epoch.validAccuracy ?? share(errors.validAccuracies[number])
      // Means over the epoch; the log's are means up to the last line it printed.
      epoch.trainLoss = errors.trainLosses[number]
      epoch.validLoss = errors.validLosses[number]
      if let place = places[number] { epochs[place] = epoch } else { epochs.append(epoch) }
    }
    epochs.sort { $0.epoch < $1.epoch }
  }
}
