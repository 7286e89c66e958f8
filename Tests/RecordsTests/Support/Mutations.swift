import Foundation

/// How many mutated files a reader is tried with.
enum Mutations {
  /// `usual`, or what the environment variable DARTBOARD_MUTATIONS says, as `make fuzz` does.
  static func count(_ usual: Int) -> Int {
    ProcessInfo.processInfo.environment["DARTBOARD_MUTATIONS"].flatMap { Int($0) } ?? usual
  }
}
