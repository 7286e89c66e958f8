import COpenBLAS
import Foundation

/// The kernel set OpenBLAS runs on, pinned so that its results do not depend on the processor.
///
/// OpenBLAS chooses kernels when the library is loaded, and each set rounds in its own way. The
/// oldest set of an architecture runs on all of its processors, and the matrices here are small.
public enum BLASCore {
  /// The set that is asked for, by OpenBLAS's name; nil where none is known.
  public static let wanted: String? = {
    #if arch(x86_64)
    "Prescott"
    #elseif arch(arm64)
    "ARMV8"
    #else
    nil
    #endif
  }()

  /// The set that runs, as OpenBLAS names it.
  public static var current: String { String(cString: openblas_get_corename()) }

  /// Whether what runs is what is wanted.
  public static var isPinned: Bool { current.lowercased() == wanted?.lowercased() }

  /// Makes the rest of the process run on the wanted set; to be called first in `main`.
  ///
  /// The choice is made before `main`, so the process replaces itself once with the environment
  /// variables OpenBLAS reads set; the process number stays. Without effect where the system has no
  /// `/proc` or refuses, and then `isPinned` says so.
  public static func pin() {
    #if os(Linux)
    guard let wanted else { return }
    let variables = [("OPENBLAS_CORETYPE", wanted), ("OPENBLAS_NUM_THREADS", "1")]
    let environment = ProcessInfo.processInfo.environment
    // Once they are set a second attempt would change nothing.
    if isPinned || variables.allSatisfy({ environment[$0.0] == $0.1 }) { return }
    guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    else { return }
    for (name, value) in variables { setenv(name, value, 1) }
    var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
    execv(path, &arguments)
    // Still here: the system refused.
    for argument in arguments { free(argument) }
    #endif
  }

  /// Keeps OpenBLAS from splitting work over threads, which would change its rounding.
  static func useOneThread() { openblas_set_num_threads(1) }
}
