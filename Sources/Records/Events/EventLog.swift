/// Something that happened in a run: typed, versioned, free of clocks and machine names.
public protocol RunEvent: Codable, Sendable {
  /// The name in the log; never changed once published.
  static var id: String { get }
  /// The version of the fields.
  static var version: Int { get }
}

/// Appends events to `events.jsonl`, one canonical JSON object a line, handed to the system line by
/// line: a killed process loses the line being written at most.
public final class EventLog {
  private let file: LineFile
  /// The number of events in the log; the sequence number of the next.
  public var count: Int { file.count }
  /// The line that was cut short and left out when the log was opened.
  public let repair: TornLine?

  /// Starts an empty log, replacing an old one.
  ///
  /// - Throws: `StoreError.io`.
  public init(creating path: String) throws(StoreError) {
    file = try LineFile(creating: path)
    repair = nil
  }

  /// Opens a log to go on with it after its first `kept` events, or after all.
  ///
  /// A torn last line is
  /// removed and reported in `repair`.
  ///
  /// - Throws: `StoreError.noRun` without the file; `.damaged` when a line in the middle is broken or
  ///   fewer than `kept` events are there (then the file is untouched); `.io`.
  public init(opening path: String, keeping kept: Int? = nil) throws(StoreError) {
    let content = try LineContent(path: path, hint: "expected an event log")
    _ = try RawEvent.all(in: content)
    let kept = kept ?? content.lines.count
    guard (0...content.lines.count).contains(kept) else {
      throw .damaged(
        path: path,
        place: "the end",
        expected: "at least \(kept) events",
        got: "\(content.lines.count)",
        remedy: "resume from an earlier checkpoint"
      )
    }
    file = try LineFile(opening: content)
    repair = content.torn
    try file.keep(kept)
  }

  /// Appends an event.
  ///
  /// - Precondition: the event encodes to named values other than `event`, `v`, `seq`.
  /// - Throws: `StoreError.io` when the disk refuses the line, which then is not in the log; what
  ///   encoding throws.
  public func append<Event: RunEvent>(_ event: Event) throws {
    guard case .object(var members) = try CanonicalJSON.encode(event) else {
      preconditionFailure("event \(Event.id) does not encode to named values")
    }
    for (key, value) in [
      ("event", JSONValue.string(Event.id)), ("v", .integer(Event.version)),
      ("seq", .integer(count)),
    ] {
      precondition(
        members.updateValue(value, forKey: key) == nil,
        "event \(Event.id) has a field '\(key)', a name the log uses itself"
      )
    }
    try file.append(JSONValue.object(members).bytes)
  }

  /// Drops every event from sequence number `count` on.
  ///
  /// - Precondition: `count` is at most the number of events.
  /// - Throws: `StoreError.io`.
  public func truncate(to count: Int) throws(StoreError) {
    try file.keep(count)
  }

  /// Waits until the events are on the disk: against power cuts; a kill loses nothing anyway.
  ///
  /// - Throws: `StoreError.io`.
  public func synchronize() throws(StoreError) {
    try file.synchronize()
  }
}
