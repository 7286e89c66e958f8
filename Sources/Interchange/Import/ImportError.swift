/// What makes a foreign file impossible to import: nothing of it is.
public struct ImportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// Where in it: a line, a line and column, or a key.
  public let place: String
  /// What would have been right.
  public let expected: String
  /// What is there.
  public let got: String
  /// What to do; may be empty.
  public let remedy: String

  /// Creates an error.
  public init(
    _ file: String,
    _ place: String,
    expected: String,
    got: String,
    remedy: String = ""
  ) {
    self.file = file
    self.place = place
    self.expected = expected
    self.got = got
    self.remedy = remedy
  }

  /// One line.
  public var description: String {
    "\(file)\(place.isEmpty ? "" : ", " + place): expected \(expected), got \(got)"
      + (remedy.isEmpty ? "" : "; \(remedy)")
  }
}

/// Foreign text made fit for a message: one line, no control characters, not long.
enum Quoted {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    let start = Array(bytes.prefix(61))
    let plain = start.prefix(60).map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }
    return "'" + String(decoding: plain, as: UTF8.self) + (start.count > 60 ? "..." : "") + "'"
  }
}
