import Foundation

/// The right to write into a run's folder; gone when the process ends, however it ends.
public final class RunLock {
  private let file: Int32

  /// Takes the lock of `folder`, which must exist, without waiting.
  ///
  /// - Throws: `StoreError.busy` when another holds it, `.io` when it cannot be made.
  public init(_ folder: RunFolder) throws(StoreError) {
    let path = folder.file(".lock")
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw .io(path: path, action: "create", reason: String(cString: strerror(errno)))
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      close(file)
      // A file system without locks says something else than "held".
      throw reason == EWOULDBLOCK
        ? .busy(path: folder.path)
        : .io(path: path, action: "lock", reason: String(cString: strerror(reason)))
    }
    self.file = file
  }

  deinit { close(file) }
}
