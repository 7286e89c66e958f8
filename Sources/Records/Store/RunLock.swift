import Foundation

/// The right to write into a run's folder; gone when the process ends, however it ends.
public final class RunLock {
  private let file: Int32

  /// Takes the lock of `folder`, which must exist.
  ///
  /// - Throws: `StoreError.busy` when another process holds it, `.io` when it cannot be made.
  public init(_ folder: RunFolder) throws(StoreError) {
    let path = folder.file(".lock")
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw .io(path: path, action: "create", reason: String(cString: strerror(errno)))
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      throw .busy(path: folder.path)
    }
    self.file = file
  }

  deinit { close(file) }
}
