/// The state of a run after one step, as one hash for each named group of it.
public struct LedgerEntry: Sendable, Hashable {
  /// The step, counted from 0 or as the run counts.
  public let step: Int
  /// The hash of each group's bytes (see `GroupHasher`), by name such as `weights`, `alpha`, `counters`.
  public private(set) var groups: [String: String] = [:]

  /// Creates an entry without groups.
  public init(step: Int) {
    self.step = step
  }

  init(step: Int, groups: [String: String]) {
    self.step = step
    self.groups = groups
  }

  /// Adds a group whose bytes are `pieces`, one after the other.
  ///
  /// - Precondition: no group of that name was added before.
  /// - Complexity: linear in the number of bytes; copies nothing.
  public mutating func add(_ group: String, _ pieces: [UnsafeRawBufferPointer]) {
    precondition(groups[group] == nil, "group \(group) is added twice at step \(step)")
    var hasher = GroupHasher()
    for piece in pieces { hasher.add(piece, sharing: GroupHasher.alone) }
    groups[group] = hasher.digest()
  }

  /// Adds a group of one piece.
  ///
  /// - Precondition: no group of that name was added before.
  public mutating func add(_ group: String, _ bytes: UnsafeRawBufferPointer) {
    add(group, [bytes])
  }

  /// Adds a group of numbers, by their bytes in memory.
  ///
  /// - Precondition: no group of that name was added before.
  public mutating func add<Number: BitwiseCopyable>(_ group: String, _ numbers: [Number]) {
    numbers.withUnsafeBytes { add(group, [$0]) }
  }
}

/// The first line of a ledger.
public struct LedgerHeader: Sendable, Hashable {
  /// The hash of the run's spec, 64 digits.
  public let specHash: String
  /// Every how many steps an entry is made; part of the record, not of the result.
  public let interval: Int

  /// Creates a header.
  ///
  /// - Precondition: `interval` is 1 or more.
  public init(specHash: String, interval: Int = 1) {
    precondition(interval >= 1, "a ledger's interval is \(interval), not 1 or more")
    self.specHash = specHash
    self.interval = interval
  }

  var line: [UInt8] {
    JSONValue.object([
      "ledger": .integer(1), "spec": .string(specHash), "interval": .integer(interval),
    ]).bytes
  }

  init?(_ value: JSONValue) {
    guard value["ledger"] == .integer(1), case .string(let hash)? = value["spec"],
      case .integer(let interval)? = value["interval"], interval >= 1
    else { return nil }
    self.init(specHash: hash, interval: interval)
  }
}
