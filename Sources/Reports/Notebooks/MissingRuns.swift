/// Runs that a notebook needs and that are not in the store, where nothing may be executed.
public struct MissingRuns: Error, Sendable, Hashable, CustomStringConvertible {
  /// Their names.
  public let names: [String]
  /// How many there are of their kind.
  public let all: Int

  init(names: [String], of all: Int) {
    self.names = names
    self.all = all
  }

  /// One line.
  public var description: String {
    "\(names.count) of \(all) runs are not in the store, \(names.first ?? "") first"
  }
}
