import Foundation
import Records

/// The program that is running, started once more.
struct OwnProgram {
  /// Its file.
  let path: String

  /// The running program, or nil when it is another one that uses this library.
  init?() {
    guard
      let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      (path as NSString).lastPathComponent == "dartboard"
    else { return nil }
    self.path = path
  }

  /// The program at `path`.
  init(path: String) {
    self.path = path
  }

  /// The program as another build mode made it, when it stands where the package manager puts it.
  var otherBuilds: [(name: String, program: OwnProgram)] {
    let own = ((path as NSString).deletingLastPathComponent as NSString)
    let parent = own.deletingLastPathComponent
    return ["debug", "release"].filter { $0 != own.lastPathComponent }.compactMap { name in
      let other = "\(parent)/\(name)/dartboard"
      return FileManager.default.isExecutableFile(atPath: other)
        ? (name, OwnProgram(path: other)) : nil
    }
  }

  /// Starts the program, its output thrown away.
  func start(
    _ arguments: [String],
    environment: [String: String] = [:],
    output: Pipe? = nil
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardError = FileHandle.nullDevice
    if let output {
      process.standardOutput = output
    } else {
      process.standardOutput = FileHandle.nullDevice
    }
    try process.run()
    return process
  }

  /// What `dartboard verify` says of a run: true for the same, nil when it could not compare.
  func verifies(_ run: RunFolder, environment: [String: String] = [:]) -> Bool? {
    guard
      let process = try? start(
        ["verify", run.path, "--threads", "2", "--json"],
        environment: environment
      )
    else { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? true : process.terminationStatus == 1 ? false : nil
  }
}
