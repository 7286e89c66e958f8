/// What can go wrong with the files of a run.
public enum StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A file or folder could not be written or read.
  case io(path: String, action: String, reason: String)
  /// A file's content is not what it should be.
  case damaged(path: String, place: String, expected: String, got: String, remedy: String)
  /// The run is being written by another process.
  case busy(path: String)
  /// There is no such run.
  case noRun(path: String, hint: String)

  /// What was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .io(let path, let action, let reason):
      // What the system says may end a sentence.
      "cannot \(action) \(path): \(reason.hasSuffix(".") ? String(reason.dropLast()) : reason); "
        + "check space and permissions and try again"
    case .damaged(let path, let place, let expected, let got, let remedy):
      "\(path), \(place): expected \(expected), got \(got); \(remedy)"
    case .busy(let path):
      "\(path) is being written by another process; wait for it, or stop it, and try again"
    case .noRun(let path, let hint):
      "no run at \(path); \(hint)"
    }
  }
}
