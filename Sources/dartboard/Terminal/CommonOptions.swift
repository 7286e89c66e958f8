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

  @Option(
    help: ArgumentHelp(
      "avx512, avx2 or reference; the result does not depend on it. Default: the widest.",
      discussion: "DARTBOARD_KERNELS says the same where the flag is not given."
    )
  )
  var kernels: String?

  @Option(help: "A folder to look for data sets in, before DARTBOARD_DATA and the system's.")
  var dataDir: String?

  @Flag(help: "Print the result as JSON on standard output; no progress.")
  var json = false

  func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads: expected 1 to 256, got \(threads)")
    }
    if let name = kernelName {
      let known = KernelChoice.allCases.filter { $0.isAvailable }.map { $0.rawValue }
      guard known.contains(name) else {
        throw ValidationError(
          "--kernels or DARTBOARD_KERNELS: expected one that this machine runs "
            + "(\(known.joined(separator: ", "))), got '\(name)'"
        )
      }
    }
  }

  var threadCount: Int { threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }
  var pool: ThreadPool { ThreadPool(threads: threadCount, kernels: kernelChoice) }

  private var kernelName: String? {
    kernels
      ?? ProcessInfo.processInfo.environment["DARTBOARD_KERNELS"].flatMap {
        $0.isEmpty ? nil : $0
      }
  }
  var kernelChoice: KernelChoice {
    kernelName.flatMap { KernelChoice(rawValue: $0) } ?? .best
  }

  var locations: DataLocations {
    DataLocations.standard(
      environment: ProcessInfo.processInfo.environment,
      dataDirectory: dataDir
    )
  }

  /// What is noted about this machine; never part of a result.
  var manifest: [String: String] {
    Environment.manifest(threads: threadCount, kernels: kernelChoice)
  }
}
