/// Reads `ledger.jsonl` and checks its chain.
public struct LedgerReader: Sendable, Hashable {
  /// What the ledger is of.
  public let header: LedgerHeader
  /// The entries in order of steps.
  public let entries: [LedgerEntry]
  /// SHA-256 of the last line.
  public let head: String
  /// SHA-256 of the header and of the line of each entry.
  private let heads: [String]
  /// The last line when it was cut short; it is left out.
  public let torn: TornLine?

  /// Reads a ledger; changes nothing.
  ///
  /// - Throws: `StoreError.noRun` without the file; `.damaged` with the line where the chain breaks.
  public init(path: String) throws(StoreError) {
    try self.init(try LineContent(path: path, hint: "expected a ledger"))
  }

  init(_ content: LineContent) throws(StoreError) {
    let values = try content.values()
    func damage(_ index: Int, _ expected: String, _ got: String) -> StoreError {
      .damaged(
        path: content.path,
        place: "line \(index + 1)",
        expected: expected,
        got: got,
        remedy: "the ledger was changed after it was written; run again"
      )
    }
    guard let first = values.first, let header = LedgerHeader(first) else {
      throw damage(
        0,
        "a header with ledger 1, spec and interval",
        values.first.map { "'\($0.text.prefix(60))'" } ?? "no whole line"
      )
    }
    var entries: [LedgerEntry] = []
    var head = Hashing.sha256(Array(content.lines[0]))
    var heads = [head]
    for (index, value) in values.enumerated().dropFirst() {
      guard let entry = Self.entry(value), entry.step > entries.last?.step ?? Int.min else {
        throw damage(
          index,
          "groups, previous and a step after the line before",
          "'\(value.text.prefix(60))'"
        )
      }
      guard value["previous"] == .string(head) else {
        throw damage(
          index,
          "previous \(head)",
          value["previous"]?.text ?? "none"
        )
      }
      head = Hashing.sha256(Array(content.lines[index]))
      heads.append(head)
      entries.append(entry)
    }
    self.heads = heads
    self.header = header
    self.entries = entries
    self.head = head
    torn = content.torn
  }

  /// SHA-256 of the last line of what is recorded through `step`.
  public func head(through step: Int) -> String {
    heads[entries.prefix { $0.step <= step }.count]
  }

  static func line(_ entry: LedgerEntry, previous: String) -> [UInt8] {
    JSONValue.object([
      "step": .integer(entry.step), "previous": .string(previous),
      "groups": .object(entry.groups.mapValues { .string($0) }),
    ]).bytes
  }

  private static func entry(_ value: JSONValue) -> LedgerEntry? {
    guard case .integer(let step)? = value["step"], case .object(let groups)? = value["groups"]
    else { return nil }
    var hashes: [String: String] = [:]
    for (name, hash) in groups {
      guard case .string(let text) = hash else { return nil }
      hashes[name] = text
    }
    return LedgerEntry(step: step, groups: hashes)
  }
}
