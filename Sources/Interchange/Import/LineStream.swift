import Foundation

/// Reads a text file line by line in bounded memory.
final class LineStream {
  /// The longest line that is read, in bytes; a 512-square Hessian takes about 6 million.
  static let lineLimit = 64 << 20

  let path: String
  /// The number of the line read last, from 1.
  private(set) var line = 0
  /// Whether the line read last had no end: the file was cut there, or ends so.
  private(set) var isTorn = false
  private let file: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var start = 0
  private var end = 0
  private var isAtEnd = false

  /// Opens a regular file.
  init(_ path: String) throws(ImportError) {
    self.path = path
    file = open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard file >= 0, fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      let reason = file < 0 ? String(cString: strerror(errno)) : "not a regular file"
      if file >= 0 { close(file) }
      throw ImportError(path, "", expected: "a readable file", got: reason)
    }
  }

  deinit { close(file) }

  /// Fills `bytes` with the next line without its end; false at the end of the file.
  func next(_ bytes: inout [UInt8]) throws(ImportError) -> Bool {
    bytes.removeAll(keepingCapacity: true)
    while true {
      if start == end {
        try refill()
        if start == end {
          guard !bytes.isEmpty else { return false }
          isTorn = true
          line += 1
          return true
        }
      }
      let found = buffer[start..<end].firstIndex(of: 0x0A)
      bytes += buffer[start..<(found ?? end)]
      start = found.map { $0 + 1 } ?? end
      guard bytes.count <= Self.lineLimit else {
        throw ImportError(
          path,
          "line \(line + 1)",
          expected: "lines of at most \(Self.lineLimit) bytes",
          got: "a longer one"
        )
      }
      if found != nil {
        if bytes.last == 0x0D { bytes.removeLast() }
        line += 1
        return true
      }
    }
  }

  private func refill() throws(ImportError) {
    if isAtEnd { return }
    let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
    guard count >= 0 else {
      throw ImportError(
        path,
        "after line \(line)",
        expected: "readable bytes",
        got: String(cString: strerror(errno))
      )
    }
    (start, end, isAtEnd) = (0, count, count == 0)
  }
}
