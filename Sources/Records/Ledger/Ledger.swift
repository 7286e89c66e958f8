/// Writes `ledger.jsonl`: after a header, one line a recorded step with the hash of every group of
/// state and the SHA-256 of the line before, so that no line can change unnoticed.
public final class Ledger {
  /// What the ledger is of.
  public let header: LedgerHeader
  /// SHA-256 of the last line: it stands for the whole ledger.
  public private(set) var head: String
  /// The step of the last entry.
  public private(set) var lastStep: Int?
  /// The line that was cut short and left out when the ledger was opened.
  public let repair: TornLine?
  private let file: LineFile

  /// Starts a ledger, replacing an old one.
  ///
  /// - Throws: `StoreError.io`.
  public init(creating path: String, header: LedgerHeader) throws(StoreError) {
    file = try LineFile(creating: path)
    self.header = header
    try file.append(header.line)
    head = Hashing.sha256(header.line)
    repair = nil
  }

  /// Opens a ledger to go on with it after step `kept`, or after its last entry.
  ///
  /// A torn last line is
  /// removed and reported in `repair`.
  ///
  /// - Throws: `StoreError.noRun` without the file, `.damaged` when the chain is broken (then the file
  ///   is untouched), `.io`.
  public init(opening path: String, keepingThrough kept: Int? = nil) throws(StoreError) {
    let content = try LineContent(path: path, hint: "expected a ledger")
    let reader = try LedgerReader(content)
    let entries =
      kept.map { step in reader.entries.prefix { $0.step <= step } }
      ?? reader.entries[...]
    header = reader.header
    head = Hashing.sha256(Array(content.lines[entries.count]))
    lastStep = entries.last?.step
    repair = content.torn
    file = try LineFile(opening: content)
    try file.keep(entries.count + 1)
  }

  /// Whether an entry is due at `step`.
  public func isDue(_ step: Int) -> Bool {
    step % header.interval == 0
  }

  /// Appends an entry.
  ///
  /// - Precondition: its step is after the last entry's.
  /// - Throws: `StoreError.io` when the disk refuses the line, which then is not in the ledger.
  public func append(_ entry: LedgerEntry) throws(StoreError) {
    precondition(
      lastStep.map { entry.step > $0 } ?? true,
      "step \(entry.step) is recorded after step \(lastStep ?? 0)"
    )
    let line = LedgerReader.line(entry, previous: head)
    try file.append(line)
    head = Hashing.sha256(line)
    lastStep = entry.step
  }

  /// Waits until the entries are on the disk: against power cuts; a kill loses nothing anyway.
  ///
  /// - Throws: `StoreError.io`.
  public func synchronize() throws(StoreError) {
    try file.synchronize()
  }
}
