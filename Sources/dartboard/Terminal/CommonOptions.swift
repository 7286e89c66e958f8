import ArgumentParser
import Datasets
import Engine
import Foundation
import Reports

/// Flags that every command which runs something takes.
struct CommonOptions: ParsableArguments {
  @Option(help: "The folder that holds run folders.")
  var out = "runs"

  @Option(help: "Threads; the result does not depend on them. Default: all processors.")
  var threads: Int?

  @Option(help: "A folder to look for data sets in, before DARTBOARD_DATA and the system's.")
  var dataDir: String?

  @Flag(help: "Print the result as JSON on standard output; no progress.")
  var json = false

  func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads: expected 1 to 256, got \(threads)")
    }
  }

  var threadCount: Int { threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }
  var pool: ThreadPool { ThreadPool(threads: threadCount) }

  var locations: DataLocations {
    DataLocations.standard(
      environment: ProcessInfo.processInfo.environment,
      dataDirectory: dataDir
    )
  }

  /// What is noted about this machine; never part of a result.
  var manifest: [String: String] { Environment.manifest(threads: threadCount) }
}
