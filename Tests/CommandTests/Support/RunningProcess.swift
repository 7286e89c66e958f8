import Foundation
import Testing

/// The program under test while it runs.
final class RunningProcess {
  private let process = Process()
  private let output: URL
  private let errors: URL

  /// Starts the program in `folder`.
  init(_ arguments: [String], in folder: URL) throws {
    let id = UUID().uuidString
    output = folder.appending(path: ".output-\(id)")
    errors = folder.appending(path: ".errors-\(id)")
    for file in [output, errors] { try Data().write(to: file) }
    process.executableURL = Dartboard.executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
  }

  var isRunning: Bool { process.isRunning }

  /// Waits until `condition` holds or the process ends; false when a minute passed.
  @discardableResult
  func wait(until condition: () -> Bool) -> Bool {
    for _ in 0..<60_000 {
      if condition() || !process.isRunning { return true }
      usleep(1000)
    }
    return false
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end.
  func outcome() throws -> Outcome {
    process.waitUntilExit()
    return Outcome(
      code: process.terminationReason == .exit ? process.terminationStatus : -1,
      output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8)
    )
  }
}

/// The folder of the only run in `store`, or nil.
func onlyRun(in store: URL) -> URL? {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: store.path())) ?? []
  return names.count == 1 ? store.appending(path: names[0]) : nil
}

/// The number of lines of a file; 0 without it.
func lineCount(_ file: URL?) -> Int {
  guard let file, let data = try? Data(contentsOf: file) else { return 0 }
  return data.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
}
