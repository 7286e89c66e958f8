public import Foundation

/// Files that appear whole or not at all.
public enum AtomicFile {
  /// What the name of a temporary file has between the final name and the process id.
  static let marker = ".partial-"

  /// Writes `data` to a temporary file beside `path`, flushes it to disk, renames it and flushes the
  /// folder, so that after a power cut there is the old file or the new one.
  ///
  /// - Throws: `StoreError.io`; then nothing is left behind and an old file is untouched.
  public static func write(_ data: Data, to path: String) throws(StoreError) {
    let (file, temporary) = try createTemporary(for: path)
    func fail(_ action: String) -> StoreError {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      return .io(path: path, action: action, reason: reason)
    }
    let isWritten = data.withUnsafeBytes { writeAll($0, to: file) } && fsync(file) == 0
    guard isWritten else {
      let error = fail("write")
      close(file)
      throw error
    }
    guard close(file) == 0 else { throw fail("close") }
    guard rename(temporary, path) == 0 else { throw fail("rename the finished file to") }
    try flushFolder(of: path)
  }

  /// Removes temporary files a killed process left in `folder`; call it while holding the run's lock.
  public static func removeLeftovers(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names.sorted() where name.contains(marker) { unlink("\(folder)/\(name)") }
  }

  private static func createTemporary(for path: String) throws(StoreError) -> (Int32, String) {
    // Two threads of one process may write the same path: each gets a file of its own.
    for attempt in 0..<1000 {
      let temporary = "\(path)\(marker)\(getpid())-\(attempt)"
      let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      if file >= 0 { return (file, temporary) }
      if errno != EEXIST { break }
    }
    throw .io(path: path, action: "create", reason: String(cString: strerror(errno)))
  }

  /// Writes every byte, going on after interruptions; false with `errno` set when the disk refuses.
  static func writeAll(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Bool {
    var rest = bytes[...]
    while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
      let count = Foundation.write(file, start, rest.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func flushFolder(of path: String) throws(StoreError) {
    let parent = (path as NSString).deletingLastPathComponent
    let folder = open(parent.isEmpty ? "." : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    defer { close(folder) }
    // Some file systems cannot flush a folder and say EINVAL; they have nothing to flush.
    guard fsync(folder) == 0 || errno == EINVAL else {
      throw .io(path: parent, action: "flush", reason: String(cString: strerror(errno)))
    }
  }
}
