import Foundation
import Testing

/// Disks that refuse.
@Suite(.serialized) struct DiskTests {
  /// Whether a small file system can be mounted here.
  static let canMount: Bool = {
    guard geteuid() == 0 else { return false }
    let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try? FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    guard mount(place, "size=1m") else { return false }
    unmount(place)
    return true
  }()

  private static func run(_ program: String, _ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @discardableResult
  private static func mount(_ place: URL, _ options: String) -> Bool {
    run("mount", ["-t", "tmpfs", "-o", options, "tmpfs", place.path()])
  }

  private static func unmount(_ place: URL) { _ = run("umount", [place.path()]) }

  private func withMount(_ options: String, _ body: (_ folder: URL, _ disk: URL) throws -> Void)
    throws
  {
    try withFolder { folder in
      try SmallRun.search.write(in: folder)
      let disk = folder.appending(path: "disk")
      try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
      try #require(Self.mount(disk, options))
      defer { Self.unmount(disk) }
      try body(folder, disk)
    }
  }

  @Test(
    "a full disk ends a run with one error; with space again it goes on to the same end",
    .enabled(if: canMount, "needs the right to mount a small file system"),
    arguments: [0, 24, 60, 140]
  )
  func full(_ kilobytes: Int) throws {
    try withMount("size=16m") { folder, disk in
      let search = SmallRun.search.arguments(store: "disk/runs").filter { $0 != "--json" }
      let filler = disk.appending(path: "filler")
      try Data(count: (16 * 1024 - kilobytes) * 1024).write(to: filler)
      let stopped = try Dartboard.run(search, in: folder)
      try #require(stopped.code == 2, Comment(rawValue: stopped.errors))
      #expect(stopped.errors.contains("No space left"))
      #expect(stopped.errors.split(separator: "\n").filter { $0.hasPrefix("error") }.count == 1)
      try FileManager.default.removeItem(at: filler)
      let store = disk.appending(path: "runs")
      if let run = onlyRun(in: store),
        FileManager.default.fileExists(atPath: run.appending(path: "spec.json").path())
      {
        let outcome = try Dartboard.run(["resume", run.path(), "--threads", "1"], in: folder)
        #expect(outcome.code == 0, Comment(rawValue: outcome.errors))
      } else {
        #expect(try Dartboard.run(search, in: folder).code == 0)
      }
      let isSame =
        try recordOf(try #require(onlyRun(in: store)))
        == SmallRun.search.undisturbed().record
      #expect(isSame)
    }
  }

  @Test(
    "a read-only disk is answered with one error",
    .enabled(if: canMount, "needs the right to mount a small file system")
  )
  func readOnly() throws {
    try withMount("size=1m,ro") { folder, _ in
      let outcome = try Dartboard.run(
        ["search", "--spec", "search.yaml", "--out", "disk/runs"],
        in: folder
      )
      #expect(outcome.code == 2)
      #expect(outcome.errors.hasPrefix("error:") && outcome.errors.contains("disk/runs"))
    }
  }

  @Test("a file where the store should be is answered with one error and left alone")
  func fileInPlace() throws {
    try withFolder { folder in
      try SmallRun.search.write(in: folder)
      let file = folder.appending(path: "runs")
      try Data("mine".utf8).write(to: file)
      let outcome = try Dartboard.run(["search", "--spec", "search.yaml"], in: folder)
      #expect(outcome.code == 2)
      #expect(outcome.errors.hasPrefix("error:") && outcome.errors.contains("runs"))
      #expect(try Data(contentsOf: file) == Data("mine".utf8))
    }
  }
}
