import Networks

/// What a text log of a search says: quark0/darts, PC-DARTS, P-DARTS, RobustDARTS and what descends
/// from them.
struct SearchLog {
  /// Epochs, rising.
  var epochs: [ImportedEpoch] = []
  /// The genotype printed last.
  var genotype: String?
  /// Arguments of the program, when it printed them.
  var arguments: [String: String] = [:]
  /// Whether it is a log of such a search at all.
  var isRecognized = false
  /// What is missing or damaged.
  var notes: [String] = []
  /// The last drop-path probability.
  var dropPath: Double?

  /// The arguments that are kept.
  static let argumentNames = [
    "epochs", "seed", "data", "set", "dataset", "weight_decay", "arch_weight_decay", "unrolled",
    "batch_size", "init_channels", "layers", "drop_path_prob", "space", "method",
  ]
}

/// Reads a log line by line.
struct SearchLogReader {
  private let path: String
  private var log = SearchLog()
  private var current: ImportedEpoch?
  /// What is added to printed epochs: P-DARTS starts at 0 again in each of its stages.
  private var shift = 0
  /// Whether the epoch at hand has trained: a genotype before that is of the epoch before.
  private var hasTrained = false
  private var number = 0

  private init(_ path: String) {
    self.path = path
  }

  /// Reads a log.
  ///
  /// A log that was cut anywhere is read up to there. Lines of other programs are passed over.
  ///
  /// - Throws: `ImportError` for a file that cannot be read, or a genotype or number in the middle of
  ///   it that is none.
  static func read(_ path: String) throws(ImportError) -> SearchLog {
    var reader = SearchLogReader(path)
    let stream = try LineStream(path)
    var bytes: [UInt8] = []
    while try stream.next(&bytes) {
      reader.number = stream.line
      let line = String(decoding: bytes, as: UTF8.self)
      if stream.isTorn {
        // A cut line may hold half a number: only whole genotypes are safe.
        try? reader.take(line[...], isTorn: true)
        reader.log.notes.append("line \(stream.line), the last, has no end: the log was cut there")
      } else {
        try reader.take(line[...], isTorn: false)
      }
    }
    reader.close()
    return reader.log
  }

  private mutating func close() {
    if let current { log.epochs.append(current) }
    current = nil
    guard log.isRecognized else { return }
    if log.epochs.isEmpty {
      log.notes.append("the log holds no epoch: the search never started")
    } else if let last = log.epochs.last, last.validAccuracy == nil, last.trainAccuracy == nil {
      // Begun and not ended: there is nothing to say of it.
      log.epochs.removeLast()
      log.notes.append("epoch \(last.epoch) began and did not end; it is left out")
      if log.epochs.isEmpty { log.notes.append("no epoch ended: the search never got going") }
    }
  }

  private func fault(_ expected: String, _ got: some StringProtocol) -> ImportError {
    ImportError(path, "line \(number)", expected: expected, got: Quoted.text(got.utf8))
  }

  private mutating func take(_ line: Substring, isTorn: Bool) throws(ImportError) {
    let message = LogLine.message(line)
    let words = message.split(whereSeparator: { $0 == " " || $0 == "=" || $0 == ":" })
    guard let first = words.first?.lowercased() else { return }
    if message.contains("Genotype(") { return try takeGenotype(message) }
    if isTorn { return }
    switch first {
    case "gpu", "param":
      if message.contains("gpu device") || message.contains("param size") {
        log.isRecognized = true
      }
    case "args", "namespace(", "args:": takeArguments(message)
    case "epoch" where words.count >= 3 && ["lr", "time"].contains(words[2].lowercased()):
      if words[2].lowercased() == "lr" { try takeEpoch(words, message) }
    case "train" where words.count >= 4:
      hasTrained = true
      current?.trainLoss = Double(words[2]).flatMap { $0.isFinite ? $0 : nil }
    case "valid" where words.count >= 4:
      current?.validLoss = Double(words[2]).flatMap { $0.isFinite ? $0 : nil }
    case "train_acc":
      let share = try share(words)
      current?.trainAccuracy = share
    case "valid_acc":
      let share = try share(words)
      current?.validAccuracy = share
    case "current" where message.hasPrefix("CURRENT EV"):
      guard let value = words.last.flatMap({ Double($0) }), value.isFinite else {
        throw fault("CURRENT EV: and a finite number", message)
      }
      current?.eigenvalue = value
    default:
      if message.contains("Namespace(") { takeArguments(message) }
    }
  }

  private func share(_ words: [Substring]) throws(ImportError) -> Double {
    guard words.count >= 2, let value = Double(words[1]), (0...100).contains(value) else {
      throw fault("an accuracy in percent", words.dropFirst().first ?? "")
    }
    return value / 100
  }

  private mutating func takeArguments(_ message: Substring) {
    log.isRecognized = true
    for key in SearchLog.argumentNames {
      if let value = LogLine.argument(key, in: message) { log.arguments[key] = value }
    }
  }

  private mutating func takeEpoch(_ words: [Substring], _ message: Substring) throws(ImportError) {
    guard let printed = Int(words[1]), (0...10_000_000).contains(printed), words.count >= 4,
      let rate = Double(words[3]), rate.isFinite
    else { throw fault("epoch N lr RATE", message) }
    log.isRecognized = true
    if let current { log.epochs.append(current) }
    if let last = log.epochs.last, printed + shift <= last.epoch {
      if printed == 0, last.validAccuracy != nil || last.trainAccuracy != nil,
        message.hasPrefix("Epoch")
      {
        shift = last.epoch + 1
        log.notes.append("epochs start again at line \(number): a stage from epoch \(shift) on")
      } else {
        log.epochs.removeAll { $0.epoch >= printed + shift }
        log.notes.append(
          "line \(number) goes back from epoch \(last.epoch) to \(printed + shift): the epochs in "
            + "between are those run last"
        )
      }
    }
    var epoch = ImportedEpoch(epoch: printed + shift)
    epoch.rate = rate
    current = epoch
    hasTrained = false
    if let value = LogLine.word(after: "drop_prob", in: message).flatMap({ Double($0) }),
      value.isFinite
    {
      log.dropPath = value
    }
  }

  private mutating func takeGenotype(_ message: Substring) throws(ImportError) {
    guard let start = message.firstIndex(of: "G") else { return }
    let known = message[start...].hasPrefix("Genotype(") ? start : nil
    guard
      let begin = known ?? message.indices.first(where: { message[$0...].hasPrefix("Genotype(") })
    else { return }
    let text = String(message[begin...])
    log.isRecognized = true
    do throws(GenotypeError) {
      _ = try GenotypeFormatCatalog.read(text)
    } catch {
      throw ImportError(
        path,
        "line \(number)",
        expected: "a whole genotype",
        got: Quoted.text("\(error)".utf8)
      )
    }
    log.genotype = text
    if current != nil, hasTrained || current?.trainAccuracy != nil {
      current?.genotype = text
    } else if !log.epochs.isEmpty {
      // DARTS prints the genotype before it trains: it is what the epoch before ended with.
      if log.epochs[log.epochs.count - 1].genotype == nil {
        log.epochs[log.epochs.count - 1].genotype = text
      }
    }
  }
}
