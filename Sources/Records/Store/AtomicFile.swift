public import Foundation

/// Files that appear whole or not at all.
public enum AtomicFile {
  /// Writes `data` to a temporary file beside `path`, flushes it to disk and renames it.
  ///
  /// - Throws: `StoreError.io`; then nothing is left behind and an old file is untouched.
  public static func write(_ data: Data, to path: String) throws(StoreError) {
    let temporary = "\(path).partial-\(getpid())"
    func fail(_ action: String) -> StoreError {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      return .io(path: path, action: action, reason: reason)
    }
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw fail("create") }
    var written = 0
    while written < data.count {
      let count = data.withUnsafeBytes { bytes in
        bytes.baseAddress.map { Foundation.write(file, $0 + written, bytes.count - written) } ?? 0
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        close(file)
        throw fail("write")
      }
      written += count
    }
    guard fsync(file) == 0 else {
      close(file)
      throw fail("flush")
    }
    guard close(file) == 0 else { throw fail("close") }
    guard rename(temporary, path) == 0 else { throw fail("rename to") }
    // The name itself must survive a power cut, which takes a flush of the folder.
    let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }
}
