/// A line of an event log.
public struct RawEvent: Sendable, Hashable {
  /// The sequence number, from 0.
  public let sequence: Int
  /// The event's name.
  public let id: String
  /// The version of its fields.
  public let version: Int
  /// Every member of the line.
  public let value: JSONValue

  /// Every whole line of a log.
  static func all(in content: LineContent) throws(StoreError) -> [RawEvent] {
    var events: [RawEvent] = []
    for (index, value) in try content.values().enumerated() {
      guard case .string(let id)? = value["event"], case .integer(let version)? = value["v"],
        value["seq"] == .integer(index)
      else {
        throw .damaged(
          path: content.path,
          place: "line \(index + 1)",
          expected: "an object with event, v and seq \(index)",
          got: "'\(value.text.prefix(60))'",
          remedy: "the file was changed after it was written; restore it or run again"
        )
      }
      events.append(RawEvent(sequence: index, id: id, version: version, value: value))
    }
    return events
  }
}

/// Reads `events.jsonl`.
public struct EventReader: Sendable {
  /// Where the log is.
  public let path: String
  /// Every whole line in order.
  public let raw: [RawEvent]
  /// The last line when it was cut short (a kill while writing); it is left out.
  public let torn: TornLine?

  /// Reads a log; changes nothing.
  ///
  /// - Throws: `StoreError.noRun` without the file; `.damaged` with the line when one that ended is not
  ///   JSON or is out of sequence.
  public init(path: String) throws(StoreError) {
    let content = try LineContent(path: path, hint: "expected an event log")
    self.path = path
    raw = try RawEvent.all(in: content)
    torn = content.torn
  }

  /// Every whole event in order.
  public var events: [JSONValue] { raw.map { $0.value } }
  /// Whether the last line was cut short and left out.
  public var hasTornLine: Bool { torn != nil }

  /// The events of a type, in order.
  ///
  /// - Throws: `StoreError.damaged` with the line when one is of another version or lacks a field.
  public func all<Event: RunEvent>(_ type: Event.Type) throws -> [Event] {
    try raw.filter { $0.id == Event.id }.map { event in
      let place = "line \(event.sequence + 1), event \(event.id)"
      guard event.version == Event.version else {
        throw StoreError.damaged(
          path: path,
          place: place,
          expected: "version \(Event.version)",
          got: "version \(event.version)",
          remedy: "read it with the program that wrote it"
        )
      }
      do {
        return try event.value.decoded(as: type)
      } catch {
        throw StoreError.damaged(
          path: path,
          place: place,
          expected: "the fields of version \(Event.version)",
          got: "\(error)",
          remedy: "restore the file or run again"
        )
      }
    }
  }
}
