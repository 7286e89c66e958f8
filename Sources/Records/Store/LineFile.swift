import Foundation

/// A last line without its end, which a kill in the middle of writing leaves.
public struct TornLine: Sendable, Hashable, CustomStringConvertible {
  /// The number of the line, from 1.
  public let line: Int
  /// The number of its bytes.
  public let bytes: Int

  /// One line for the person who resumes.
  public var description: String {
    "line \(line) was cut short after \(bytes) bytes and is left out"
  }
}

/// An append-only text file whose lines are written whole or, after a failure, not at all.
final class LineFile {
  let path: String
  private let file: Int32
  /// The offset after each line.
  private var ends: [Int]
  var count: Int { ends.count }

  /// Starts an empty file, replacing an old one.
  init(creating path: String) throws(StoreError) {
    file = try Self.open(path, O_RDWR | O_CREAT | O_TRUNC, "create")
    self.path = path
    ends = []
  }

  /// Opens `content.path` to append after its whole lines.
  ///
  /// Nothing changes until `keep` is called.
  init(opening content: LineContent) throws(StoreError) {
    file = try Self.open(content.path, O_RDWR, "open")
    path = content.path
    ends = content.ends
  }

  deinit { close(file) }

  private static func open(
    _ path: String,
    _ flags: Int32,
    _ action: String
  ) throws(StoreError) -> Int32 {
    let file = Foundation.open(path, flags | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw .io(path: path, action: action, reason: String(cString: strerror(errno)))
    }
    return file
  }

  /// Appends a line; its end is added here.
  ///
  /// One `write`, so that a kill tears this line at most.
  func append(_ line: [UInt8]) throws(StoreError) {
    precondition(!line.contains(0x0A), "a line of \(path) holds a line end")
    let start = ends.last ?? 0
    guard lseek(file, off_t(start), SEEK_SET) >= 0,
      (line + [0x0A]).withUnsafeBytes({ AtomicFile.writeAll($0, to: file) })
    else {
      let reason = String(cString: strerror(errno))
      // The part that went through must not stand before the next attempt's line.
      ftruncate(file, off_t(start))
      throw .io(path: path, action: "append to", reason: reason)
    }
    ends.append(start + line.count + 1)
  }

  /// Drops every line from number `count` on, a torn one included.
  func keep(_ count: Int) throws(StoreError) {
    precondition((0...ends.count).contains(count), "\(path) has \(ends.count) lines, not \(count)")
    ends.removeSubrange(count...)
    guard ftruncate(file, off_t(ends.last ?? 0)) == 0 else {
      throw .io(path: path, action: "shorten", reason: String(cString: strerror(errno)))
    }
  }

  /// Flushes to disk what the system still holds: needed against power cuts, not against kills.
  func synchronize() throws(StoreError) {
    guard fsync(file) == 0 else {
      throw .io(path: path, action: "flush", reason: String(cString: strerror(errno)))
    }
  }
}

/// The lines of a file as read.
struct LineContent {
  let path: String
  /// Whole lines without their ends.
  let lines: [ArraySlice<UInt8>]
  /// The offset after each whole line.
  let ends: [Int]
  let torn: TornLine?

  init(path: String, hint: String) throws(StoreError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .noRun(path: path, hint: hint)
    }
    let bytes = [UInt8](data)
    var lines: [ArraySlice<UInt8>] = []
    var ends: [Int] = []
    var start = 0
    while let end = bytes[start...].firstIndex(of: 0x0A) {
      lines.append(bytes[start..<end])
      start = end + 1
      ends.append(start)
    }
    self.path = path
    self.lines = lines
    self.ends = ends
    torn =
      start < bytes.count ? TornLine(line: lines.count + 1, bytes: bytes.count - start) : nil
  }

  /// Each line as JSON.
  func values() throws(StoreError) -> [JSONValue] {
    var values: [JSONValue] = []
    for (index, line) in lines.enumerated() {
      do throws(JSONSyntaxError) {
        values.append(try JSONValue(parsing: line))
      } catch {
        throw .damaged(
          path: path,
          place: "line \(index + 1), column \(error.column)",
          expected: error.expected,
          got: error.got,
          remedy: "the file was changed after it was written; restore it or run again"
        )
      }
    }
    return values
  }
}
