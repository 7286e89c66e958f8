import Foundation
import Records

/// A step timed in PyTorch.
struct PeerResult: Codable, Sendable {
  var layout: String
  var threads: Int
  var torch: String
  var weightCount: Int
  var medianStepSeconds: Double
  var peakResidentBytes: Int
}

/// A process that could not be timed.
struct BenchError: Error, CustomStringConvertible {
  let description: String
}

/// Runs the script that times PyTorch.
struct PeerTiming {
  let python: String
  let script: String
  let steps: Int

  /// Times a workload.
  ///
  /// - Throws: `BenchError`.
  func measure(_ workload: BenchWorkload, layout: String, threads: Int) throws -> PeerResult {
    let arguments =
      [script] + workload.peerArguments + [
        "--layout", layout, "--threads", "\(threads)", "--steps", "\(steps)",
      ]
    return try Self.run(python, arguments, as: PeerResult.self)
  }

  /// Runs a program that prints one JSON object.
  ///
  /// - Throws: `BenchError` when it cannot be started, fails, or prints something else.
  static func run<Result: Decodable>(
    _ program: String,
    _ arguments: [String],
    as type: Result.Type
  ) throws -> Result {
    let command = ([program] + arguments).joined(separator: " ")
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    do {
      try process.run()
    } catch {
      throw BenchError(description: "cannot run \(command): \(error.localizedDescription)")
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw BenchError(
        description: "\(command) ended with \(process.terminationStatus); PyTorch is in Debian's "
          + "python3-torch"
      )
    }
    do {
      return try JSONDecoder().decode(Result.self, from: data)
    } catch {
      throw BenchError(description: "\(command) printed no result: \(error)")
    }
  }
}
