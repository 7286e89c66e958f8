import Foundation
import Synchronization

/// SIGINT and SIGTERM as a wish to stop: the step goes on to its end, then a checkpoint is written.
///
/// The second signal ends the process at once; the run is resumed from the checkpoint before.
enum Interruption {
  private static let pending = Atomic<Int32>(0)

  /// Catches both signals from now on.
  static func catchSignals() {
    // Touched here first, as a handler must not run its initializer.
    pending.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      signal(number) { received in
        Interruption.pending.store(received, ordering: .relaxed)
        signal(received, SIG_DFL)
      }
    }
  }

  /// Whether a signal came.
  static var isPending: Bool { pending.load(ordering: .relaxed) != 0 }

  /// 130 after SIGINT, 143 after SIGTERM, as shells have it.
  static var exitCode: Int32 { 128 + pending.load(ordering: .relaxed) }
}
