import Foundation

/// Something that happened in a run: typed, versioned, free of clocks and machine names.
public protocol RunEvent: Codable, Sendable {
  /// The name in the log; never changed once published.
  static var id: String { get }
  /// The version of the fields.
  static var version: Int { get }
}

/// Appends events to `events.jsonl`, one canonical JSON object a line, flushed line by line.
public final class EventLog {
  private let file: Int32
  private let path: String
  private var sequence = 0

  /// Starts an empty log, replacing an old one.
  ///
  /// - Throws: `StoreError.io`.
  public init(creating path: String) throws(StoreError) {
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    self.path = path
    guard file >= 0 else {
      throw .io(path: path, action: "create", reason: String(cString: strerror(errno)))
    }
  }

  deinit { if file >= 0 { close(file) } }

  /// Appends an event.
  ///
  /// - Throws: `StoreError.io` when the disk refuses the line.
  public func append<Event: RunEvent>(_ event: Event) throws {
    guard case .object(var members) = try JSONValue(encoding: event) else {
      preconditionFailure("event \(Event.id) does not encode to named values")
    }
    members["event"] = .string(Event.id)
    members["v"] = .integer(Event.version)
    members["seq"] = .integer(sequence)
    sequence += 1
    let line = Array((JSONValue.object(members).text + "\n").utf8)
    var written = 0
    while written < line.count {
      let count = line.withUnsafeBytes { bytes in
        bytes.baseAddress.map { write(file, $0 + written, bytes.count - written) } ?? 0
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        throw StoreError.io(
          path: path, action: "append to", reason: String(cString: strerror(errno)))
      }
      written += count
    }
  }
}

/// Reads `events.jsonl`.
public struct EventReader: Sendable {
  /// Every whole event in order.
  public let events: [JSONValue]
  /// Whether the last line was cut short (a kill while writing) and left out.
  public let hasTornLine: Bool

  /// Reads a log.
  ///
  /// - Throws: `StoreError.noRun` without the file; `.damaged` when a line other than the last is not
  ///   JSON or out of sequence.
  public init(path: String) throws(StoreError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .noRun(path: path, hint: "expected an event log")
    }
    var lines = data.split(separator: 0x0A, omittingEmptySubsequences: false)
    let last = lines.popLast() ?? Data()
    hasTornLine = !last.isEmpty
    var events: [JSONValue] = []
    let decoder = JSONDecoder()
    for (index, line) in lines.enumerated() {
      guard let event = try? decoder.decode(JSONValue.self, from: Data(line)),
        case .object(let members) = event, members["seq"] == .integer(index)
      else {
        throw .damaged(
          path: path, place: "line \(index + 1)", expected: "event number \(index)",
          got: "'\(String(decoding: line.prefix(40), as: UTF8.self))'",
          remedy: "run the search again")
      }
      events.append(event)
    }
    self.events = events
  }

  /// The events of a type, in order.
  ///
  /// - Throws: `DecodingError` when one lacks a field.
  public func all<Event: RunEvent>(_ type: Event.Type) throws -> [Event] {
    try events.filter {
      if case .object(let members) = $0 { return members["event"] == .string(Event.id) }
      return false
    }.map { try $0.decoded(as: type) }
  }
}
